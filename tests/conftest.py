"""What holds for every test: generated cases have no time limit, as how long they take depends on the machine."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
