"""Invented reports for the tests of facts: no country, meeting or sentence of them is of a real document."""

HEAD = """\
CTOC/COP/WG.4/2018/9

Conference of the Parties to the United Nations Convention against Transnational Organized Crime

Distr.: General
3 July 2018

Original: English

Working Group on Trafficking in Persons
Vienna, 2 and 3 July 2018

"""
TITLE = "Report on the meeting of the Working Group on Trafficking in Persons held in Vienna on 2 and 3 July 2018\n\n"


def report(body: str) -> str:
    """Return the text of a report with the masthead above a body."""
    return f"{HEAD}{TITLE}{body.strip()}\n"


def participants(body: str) -> str:
    """Return the text of a list of participants with the masthead above its lines."""
    return f"{HEAD}List of participants\n\n{body.strip()}\n"
