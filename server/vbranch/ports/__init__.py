"""What the domain needs of the outside (``typing.Protocol``); ``vbranch.stores`` offers it."""
