"""A person's own data: who gives a copy of it, and who erases it."""

from actions import site
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk


async def do_tell(talk: Talk, frame: Frame) -> None:
    erase = frame.values.get("which") == "erase"
    talk.say("utter_my_data_erase" if erase else "utter_my_data_copy", site=site.address())
