"""What the domain needs of the outside, as ``typing.Protocol``; ``vbranch.stores`` implements it."""
