"""Pure rules of handing in: what a work says, when it may be sent, what differs between two versions."""
