"""Fictitious documents of one session that tell of the same things in other words: a draft report, the report, a list."""

HEAD = """United Nations

{symbol}

Distr.: General

{issued}

Original: English

Conference of the Parties to the United Nations Convention against Transnational Organized Crime

Working Group on Firearms

Vienna, 2 and 3 May 2019

"""
REPORT = """{title} on the meeting of the Working Group on Firearms held in Vienna on 2 and 3 May 2019

I. Recommendations

1. The Working Group on Firearms adopted the following recommendations:

(a) States parties should mark every firearm upon import;

(b) The Secretariat should, where possible, circulate examples.

II. Organization of the meeting

A. Opening of the meeting

2. The Working Group on Firearms met in Vienna on 2 and 3 May 2019. The meeting was chaired by {chair} (Peru).

B. Statements

3. Under item 2, the Chair drew the attention of participants to the fact that {fact}.

4. Under item 2, statements were made by the representatives of {first} and {second}. The observer for {third} also made a statement. \
The Director of the Division for Coastal Affairs briefed the Working Group on {fact}.

C. Adoption of the agenda

5. At its 1st meeting, on 2 May, the Working Group adopted the following agenda:

1. Organizational matters.

2. {item}.

3. Adoption of the report.

D. Attendance

6. The following parties to the Firearms Protocol were represented at the meeting: Austria, {first}, Peru, {second}.

7. The following non-governmental organization was represented by an observer: {third}.

E. Documentation

8. The Working Group had before it a paper entitled *{book}*,¹ and the background paper (CTOC/COP/WG.3/2019/7).

¹ United Nations publication, Sales No. E.18.V.7.

III. Adoption of the report

9. On 3 May 2019, the Working Group adopted its report.
"""
LIST = """List of participants

States parties

AUSTRIA

Ms. Anna Beispiel, Head of Division, Federal Ministry of the Interior

VIET NAM

Mr. Nguyen Van Probe, Counsellor, Permanent Mission, Vienna
"""
AGENDA = """Annotated provisional agenda

Provisional agenda

1. Organizational matters.

2. Marking of firearms.

Annotations

2. Marking of firearms

Documentation

Note by the Secretariat on marking at sea (CTOC/COP/WG.2/2019/7)
"""
JOINT = """Item 2 of the provisional agenda

Marking of firearms

Marking of firearms on board ships

Background paper prepared by the Secretariat

1. States parties may wish to read CTOC/COP/WG.6/2019/1, CTOC/COP/WG.2/2019/7 and CTOC/COP/WG.3/2019/7.
"""


def several_sources() -> dict[str, str]:
    """Return name to text of the documents; the background paper is one of two bodies and has two symbols."""
    draft = {
        "title": "Draft report",
        "chair": "Mr. José Peñaranda",
        "fact": "many States had acceded",
        "item": "Marking of firearms",
    }
    draft |= {"first": "Viet Nam", "second": "Iran", "third": "Small Arms Watch", "book": "Digest of Firearms Law"}
    final = {
        "title": "Report",
        "chair": "Mr. Jose Penaranda",
        "fact": "98 States had acceded",
        "item": "Marking of firearms at import",
    }
    final |= {
        "first": "Vietnam",
        "second": "Iran (Islamic Republic of)",
        "third": "Small arms watch",
        "book": "Digest of Law",
    }
    return {
        "agenda.txt": _head("CTOC/COP/WG.6/2019/1", "4 February 2019") + AGENDA,
        "draft.txt": _head("CTOC/COP/WG.6/2019/L.1", "3 May 2019") + REPORT.format(**draft),
        "joint.txt": _head("CTOC/COP/WG.2/2019/7-CTOC/COP/WG.3/2019/7", "4 March 2019") + JOINT,
        "list.txt": _head("CTOC/COP/WG.6/2019/INF/1/Rev.1", "9 May 2019") + LIST,
        "report.txt": _head("CTOC/COP/WG.6/2019/5", "20 May 2019") + REPORT.format(**final),
    }


def _head(symbol: str, issued: str) -> str:
    return HEAD.format(symbol=symbol, issued=issued)
