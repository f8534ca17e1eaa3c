"""What the figures of the report say, and what they do not."""

NOTES = """
## How to read it

- Nearly all of the gain in a careful class (A) is the pull towards the class mean, the slope at the ends of the
  scale and the reviewers' unlike noise. Where everyone is equally noisy it is 2 %: there the shrunk mean is as good.
- Where the whole class is too kind by 10 points and no trainer has graded anything, no method can know: the model is
  2 % worse than the mean ("A, double leniency") and its interval, which allows for 5 points, covers .74. Holding .86
  there would take intervals about a third wider in every class (reckoned, not simulated). Trainer grades are the
  remedy ("D, double leniency"). Of the model's error there 8.4 points are the shift itself (the mean: 7.9, as the top
  of the scale cuts kindness off) and 5.4 all the rest (the mean: 5.7). On four seeds with 1.019 no slope gave 1.030,
  nobody careless 1.015 and no favours 1.022: there is nothing to mend without a trainer's grade.
- Without trainer grades and without leniency the intervals are too wide (A covers .98), as 5 points are added for
  the leniency that nobody can see.
- A class whose works are all near the top, four criteria with levels 0-3 and three criteria with levels 1-4 stay
  hard: a stamper looks like a careful reviewer there, and with careless reviewers the intervals cover .85 to .91.
- A reviewer who is hostile to all whom he reviews is found: his victims move about as far as if his honest reviews
  were not there (`lost`). That is below 8 points at the 95th percentile with k = 4 in a careful class of any size, and
  about 8 where every tenth is careless (D). With k = 3 the loss alone is 6 to 8.5, with no-shows on top 7.6 to 10: a
  work is left with two reviews. The rows above rest on few victims: in 20 other classes of 40 with k = 3 and nobody
  careless (about 600 victims) the lowest levels move 8.0 (6.9-9.0), the highest 7.8 (6.8-8.6), the loss alone 7.6
  (6.6-8.4). His review holds nothing, so a grade without it is the best there is; weighing outvoted reviews softly
  (Student t, 4 or 8 degrees) moved victims as far and cost 3 to 5 % of the error in D and 1 to 2 % in small classes,
  a stronger pull to the middle (by 1.3) 5 % in small ones. Works with two reviews are not marked: in 20 classes of 40
  nearly all of them were `ok`, only those with one were `wide`.
- A reviewer who is careful elsewhere and hostile to one victim gives himself away by nothing but that one review. With
  the lowest levels it is mostly doubted, with the highest less, as good works exist; with two reviews for a work it
  cannot be told which is right, and the victim moves by 15 to 20 points (the mean: 31 to 42).
- One's own grade does not move at all where the copies of a class stay under 30,000 reviews (80 people, k = 4); in
  larger classes one's reviews reach it only by co-reviewers who also review oneself.
- Who stays near one level whatever he reads is a kind of careless reviewer of his own. Before he was, he mostly passed
  for careful, the more so the more rounds were carried: C, D, F, G and J were 2 to 3 % worse, A and small classes alike.
- Over rounds the gain is knowing who is careless and each one's bias; who misses a round is still known in the next.
  Carrying the noise more strongly or with its certainty, other drifts (0 to 2 points) and wider or narrower priors of
  the bias changed J by less than .3 %: the rest is what a few reviews cannot tell (true biases known: 2.5 % less).
- What the doubt of hostile reviewers and single hostile reviews costs where nobody is hostile (8 seeds each, n = 600,
  the same classes with and without it): .1 % of the error in C, D and F here, .0 to .2 % by the ordinal and the short
  law in D, but 1.1 to 1.3 % in C, D and F by a law like `even`, where works reach down to 0. There a true row of 0
  beside a careless row of 4 is taken for the hostile one: a few works in thousands, each 20 to 70 points wrong.
- The mean of this generator's C is 9.03 and the reference's 9.37, so equal figures do not mean an equal model. As a
  share of the mean the reference stands at C .844, D .735, F .717, G .685, J .691.
"""
