"""Pages of classes: the learner's and the office's."""
