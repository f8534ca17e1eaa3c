"""What the figures of the report say, and what they do not."""

NOTES = """
## How to read it

- Nearly all of the gain in a careful class (A) is the pull towards the class mean, the slope at the ends of the
  scale and the reviewers' unlike noise. Where everyone is careful and equally noisy little is gained: 1 to 4 % over the
  mean and over the shrunk mean alike (the even law in A: 1 %). Reviews then count nearly the same, so the grade is the
  shrunk mean, and the page that takes a grade apart says so.
- Where the whole class is too kind by 10 points and no trainer has graded anything, no method can know: the model is
  2 % worse than the mean ("A, double leniency") and its interval, which allows for 5 points, covers .74. Holding .86
  there would take intervals about a fifth wider in every class. Trainer grades are the remedy ("D, double
  leniency"). Of the model's error there 8.2 points are the shift itself (the mean: 7.8, as the top of the scale cuts
  kindness off) and 5.6 all the rest (the mean: 5.8).
- Without trainer grades and without leniency the intervals are too wide (A covers .98), as 5 points are added for
  the leniency that nobody can see.
- A class whose works are all near the top, four criteria with levels 0-3 and three criteria with levels 1-4 stay
  hard: a stamper looks like a careful reviewer there, and with careless reviewers the intervals cover .85 to .91.
- A reviewer who is hostile to all whom he reviews is found: his victims move about as far as if his honest reviews
  were not there (`lost`). With k = 4 that is 5 to 6 points at the 95th percentile in a careful class and about 8 where
  every tenth is careless: 7.8 and 7.7 (7.0-9.1) in D with n = 1000, and in six other such classes (150 hostile
  reviewers, 600 victims at either level) 8.1 (7.4-9.0) and 8.1 (7.3-8.8), where the loss alone made 8.1 (7.3-8.7).
  With k = 3 the loss alone is 7 to 9, with no-shows on top 8 to 10. His review holds nothing, so a grade without it is
  the best there is, and a grade that is as sure as it says must move by what one review is worth. The far moves are
  those of works with few others: losing one of two reviews moved a work of D by 12 points at the 95th percentile, one
  of three by 9, one of four by 6. A pull to the middle that grows as reviews get fewer, by a twentieth of a review, would
  bring the loss in D from 7.6 to 7.5 and cost .4 to .5 % of the error in C and in small classes, a tenth 7.3 and 1 %;
  neither is done. Works with two reviews are not marked: in 20 classes of 40 nearly all of them were `ok`, only those
  with one were `wide`.
- A reviewer who is careful elsewhere and hostile to one victim gives himself away by nothing but that one review. With
  the lowest levels it is mostly doubted, with the highest less, as good works exist; with two reviews for a work it
  cannot be told which is right, and with k = 3 and no-shows the victim moves by up to 15 to 20 points (the mean: 31 to
  49).
- One's own grade does not move at all where the copies of a class stay under 30,000 reviews (80 people, k = 4); in
  larger classes one's reviews reach it only by co-reviewers who also review oneself: by .4 points or less at the 95th
  percentile, and once in 250 attacks (D, n = 1000) by 1.7.
- Over rounds the gain is knowing who is careless and each one's bias; who misses a round is still known in the next.
- What the doubt of hostile reviewers and single hostile reviews costs where nobody is hostile (8 seeds each, n = 600,
  the same classes with and without it): .1 % of the error in C, D and F here, .1 to .2 % in D by the ordinal, the short
  and the even law and in C by the even one.
- The times were taken beside other work on two cores; on a quiet machine the same code took two thirds of them.
- The mean of this generator's C is 9.03 and the reference's 9.37, so equal figures do not mean an equal model. As a
  share of the mean the reference stands at C .844, D .735, F .717, G .685, J .691; a share of what can be gained
  is the fairer measure, as it knows how much each generator leaves to gain.
"""
