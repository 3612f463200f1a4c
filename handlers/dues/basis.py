"""“Căn cứ?”: the document behind a time limit, of what was just shown or of a rule that is named."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from handlers import rule_words
from handlers.dues import one
from handlers.dues.words import short_words
from handlers.hearing import Heard
from handlers.locales import N_
from handlers.markup import bold
from handlers.turn import Choice, Reply, Turn, rows
from models.names import fold

LEAST_ALIKE = 75  # of 100, for a rule's name as it was typed
NEARLY_AS_ALIKE = 5
MOST_CHOICES = 8
# The rules that people ask about, in the order of the path.
_ASKED = (
    *("certificate_valid", "dossier_fresh", "decision_due", "ceremony_due", "member_record_due", "probation_ends"),
    *("official_review_due", "official_decision_due"),
)
_ASK = N_("Which time limit? {You} can choose one, or type its name: “căn cứ lễ kết nạp”.")


def ask(turn: Turn, heard: Heard) -> Reply:
    """Show the basis of the rule that the words name, else of the due that was shown last; else ask which."""
    named = _named(turn, heard.understanding.leftover)
    if named:
        return shown(turn, named[0]) if len(named) == 1 else _which(turn, named)
    offered = _offered(turn)
    if len(offered) == 1:
        return one.basis(turn, *offered[0].split(":", 1))
    if offered:
        choices = [Choice(_label(turn, *args.split(":", 1)), f"due:basis:{args}") for args in offered[:MOST_CHOICES]]
        return Reply(turn.t(_ASK), rows(choices))
    return _which(turn, [code for code in _ASKED if code in turn.settings.rules.rules])


def shown(turn: Turn, rule_code: str) -> Reply:
    """Show a rule: title, value, source with date and place, and how well it is known."""
    rule = turn.settings.rules.rules.get(rule_code)
    if rule is None:
        return _which(turn, [code for code in _ASKED if code in turn.settings.rules.rules])
    title, *rest = rule_words.of_rule(turn.translator, rule, turn.settings.rules)
    lines = [bold(title.partition(": ")[2]), *(line.strip() for line in rest)]
    return Reply("\n".join(lines), rows([Choice(turn.t("What is due"), "due:all")]))


def _named(turn: Turn, words: str) -> list[str]:
    """Return the codes of the rules whose name is most like `words`; none when none is."""
    wanted = fold(words).strip(" ?.!:“”\"'")
    if len(wanted) < 3:
        return []
    rules = turn.settings.rules.rules
    if wanted.replace(" ", "_") in rules:
        return [wanted.replace(" ", "_")]
    names = {code: fold(f"{rule.title.vi} {rule.title.en} {short_words(turn, rule)}") for code, rule in rules.items()}
    found = process.extract(wanted, names, scorer=fuzz.token_set_ratio, score_cutoff=LEAST_ALIKE, limit=MOST_CHOICES)
    best = max((score for _, score, _ in found), default=0)
    return [code for _, score, code in found if score > best - NEARLY_AS_ALIKE]


def _offered(turn: Turn) -> list[str]:
    """Return what follows the kind in those of the choices last offered that open a due or its basis."""
    data = [choice["data"] for choice in turn.chat.offer or []]
    for kind in ("due:basis:", "due:one:"):
        found = [args.removeprefix(kind) for args in data if args.startswith(kind)]
        if found:
            return found
    return []


def _label(turn: Turn, code: str, rule_code: str) -> str:
    rule = turn.settings.rules.rules[rule_code]
    return f"{code}: {rule.title.in_language(turn.translator.language)}"


def _which(turn: Turn, codes: list[str]) -> Reply:
    rules = turn.settings.rules.rules
    language = turn.translator.language
    choices = [Choice(rules[code].title.in_language(language), f"due:rule:{code}") for code in codes[:MOST_CHOICES]]
    return Reply(turn.t(_ASK), rows(choices))
