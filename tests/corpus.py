"""Generated documents of the genre, fictitious from the first word to the last: for benchmarks and for bulk runs."""

import random

from tipgraph.extract.countries import states

_GROUPS = {
    2: "Working Group on Trafficking in Cultural Property",
    4: "Working Group on Trafficking in Persons",
    6: "Working Group on Firearms",
    7: "Working Group on the Smuggling of Migrants",
}
_MONTHS = ("March", "April", "May", "June", "September", "October")
_HEADINGS = (
    "Legislation",
    "Prevention",
    "Protection of victims",
    "Training",
    "Exchange of information",
    "Border control",
)
_ADDRESSEES = ("States parties", "States", "The Secretariat", "Member States", "The Conference")
_ACTIONS = (
    "establish a register of the seals used at inland crossing points",
    "exchange lists of the offices that answer enquiries at night",
    "provide interpreters with written guidance before the first interview",
    "review the forms used by inspectors of seasonal work",
    "consider opening shelters outside the capital",
    "train prosecutors in reading transport documents",
    "publish yearly figures on persons identified and persons helped",
)
_SAID = (
    "One speaker described how a ferry company had trained its pursers to notice passengers who held no ticket of their own.",
    "Several speakers said that the forms in use were too long to be filled in at the roadside.",
    "It was noted that registers kept on paper could not be searched from another province.",
    "Some speakers underlined that interpreters were seldom at hand in the first hours.",
)


def report(seed: int, pages: int = 10) -> str:
    """Write a report of a meeting in normal form.

    Args:
        seed: The same seed gives the same report; reports of different seeds differ in symbol, date and content.
        pages: Its length, at about 3,000 characters a page.
    """
    dice = random.Random(seed)
    group = dice.choice(list(_GROUPS))
    year, day, month = 2030 + seed // 6, 1 + seed % 25, _MONTHS[seed % 6]
    name = _GROUPS[group]
    blocks = [
        f"CTOC/COP/WG.{group}/{year}/{seed + 1}",
        "Distr.: General",
        f"{day} December {year}",
        "Original: English",
        "Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
        name,
        f"Vienna, {day}-{day + 2} {month} {year}",
        f"Report on the meeting of the {name} held in Vienna from {day} to {day + 2} {month} {year}",
        "I. Introduction",
        f"1. The {name} met in Vienna from {day} to {day + 2} {month} {year}.",
        "II. Recommendations",
    ]
    writer = _Writer(dice, blocks)
    writer.recommendations(pages * 3000 * 2 // 5)
    blocks += ["III. Summary of the discussion"]
    writer.discussion(pages * 3000 * 4 // 5)
    blocks += ["IV. Organization of the meeting", "A. Attendance"]
    writer.attendance()
    blocks += ["V. Adoption of the report"]
    writer.paragraph(f"On {day + 2} {month} {year}, the Working Group adopted the present report.")
    return "\n\n".join(blocks) + "\n"


class _Writer:
    """Adds blocks until a text is long enough."""

    def __init__(self, dice: random.Random, blocks: list[str]) -> None:
        self._dice, self._blocks = dice, blocks
        self._number, self._note = 1, 0

    def paragraph(self, words: str) -> None:
        self._number += 1
        self._blocks.append(f"{self._number}. {words}")

    def _length(self) -> int:
        return sum(map(len, self._blocks))

    def recommendations(self, length: int) -> None:
        section = 0
        while self._length() < length:
            self._blocks.append(
                f"{chr(ord('A') + section % 26)}. {self._dice.choice(_HEADINGS)}" if section < 26 else "Other matters"
            )
            section += 1
            self.paragraph(f"{self._dice.choice(_ADDRESSEES)} should {self._dice.choice(_ACTIONS)}.")
            self._footnote()
            self.paragraph(f"{self._dice.choice(_ADDRESSEES)} should:")
            for place, action in enumerate(self._dice.sample(_ACTIONS, 4)):
                self._blocks.append(f"({chr(ord('a') + place)}) {action.capitalize()}{'.' if place == 3 else ';'}")

    def _footnote(self) -> None:
        self._note += 1
        mark = "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(self._note))
        self._blocks[-1] += mark
        self._blocks.append(f"{mark} See CTOC/COP/WG.4/2029/{self._note}, paragraph {self._number}.")

    def discussion(self, length: int) -> None:
        while self._length() < length:
            self.paragraph(" ".join(self._dice.choices(_SAID, k=4)))

    def attendance(self) -> None:
        names = sorted(state.name for state in states().values())
        for category in (
            "States parties to the Convention were represented at the meeting",
            "States were represented by observers",
        ):
            chosen = sorted(self._dice.sample(names, 60 if "parties" in category else 6))
            self.paragraph(f"The following {category}: {', '.join(chosen[:-1])} and {chosen[-1]}.")
