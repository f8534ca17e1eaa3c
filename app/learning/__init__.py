"""Learning: the way of one participant through one training."""
