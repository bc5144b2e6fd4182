"""Orders on local acts: the regulation and the roadmap as two annexes, the programme of the year as one."""

import datetime

from django.db.models import Q

from programs import facts
from programs.models import Activity, LocalDocument, Order
from programs.orders.base import Kind
from programs.papers import yearbook
from registry.engine import access, cases
from registry.engine.errors import Gap, Refused
from registry.models import Appointment
from registry.text import count, joined, short_date


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def in_force(programme, kind: str, on):
    """The edition that holds on the day; a regulation is approved once for all programmes that follow it."""
    return LocalDocument.objects.in_force(programme, kind, on)


def is_its_own_roadmap(programme) -> bool:
    """Where the school's document is itself a roadmap, there is no second one to approve."""
    return programme.regulation.short_title.lower() == programme.words.roadmap.lower()


def wanted_of(programme) -> list[str]:
    """What the order on the introduction approves in this school."""
    return ["roadmap"] if is_its_own_roadmap(programme) else ["regulation", "roadmap"]


def acting_curators(on):
    return [row.person for row in Appointment.objects.active(on).filter(role="curator").select_related("person")]


class DocumentsKind(Kind):
    """An edition begins on the day of the order; the one before ends on the eve (АБР-П 9.2)."""

    def people(self, thing):
        return []

    def let_go(self, thing):
        thing.delete()

    def named(self, order):
        """Who carries it out: the curator; everybody else reads the document on the site or in the staff room."""
        return acting_curators(order.date or order.drafted_on)

    def line_gaps(self, thing, order, on):
        """Two drafts of one document: the one that comes second would put the first out of force unread."""
        now = in_force(thing.programme, thing.kind, on)
        if now and now != thing and thing.edition <= now.edition:
            yield Gap(
                f"«{thing}»: пока готовился проект, утвердили другую редакцию ({now.order or now.title}). "
                "Удалите этот черновик и, если нужно, начните новую редакцию.",
                now.order.get_absolute_url() if now.order else "", "К приказу",
            )  # fmt: skip

    def order_gaps(self, order, on):
        """Adopted by the council before the director approves (ОЧ-П, титул)."""
        rule = order.programme.rule("documents.council")
        if not rule.value or order.source == "paper":
            return
        for line in order.lines.select_related("document"):
            if not line.document.council:
                yield Gap(
                    f"«{line.document}»: не указано, на каком педагогическом совете документ принят {rule.why}. "
                    "Впишите номер и дату протокола.",
                    f"{order.get_absolute_url()}council/",
                    "Указать протокол",
                )
                return

    def grounds(self, order):
        found = super().grounds(order)
        for line in order.lines.select_related("document"):
            if line.document.council_date:
                found.append((line.document.council_date, "документ принят педагогическим советом"))
        return found

    def warnings(self, order, on):
        """A roadmap without terms and names binds nobody; the school's document may be silent, so it only warns."""
        if not any(line.document.kind == "roadmap" for line in order.lines.all()):
            return []
        lines = Activity.objects.filter(stage__programme=order.programme)
        bare = lines.filter(Q(due=None, term="") | Q(responsible=[])).count()
        if not bare:
            return []
        return [
            f"В дорожной карте {count(bare, 'мероприятие', 'мероприятия', 'мероприятий')} без срока или без "
            "ответственного. Впишите их до утверждения: в приказ карта войдёт такой, как сейчас."
        ]

    def annexes(self, order, on):
        lines = order.lines.select_related("document__programme__regulation")
        return [{"kind": line.document.kind, "said": self.said(line.document, on)} for line in lines]

    def said(self, document, on) -> dict:
        """What the document says now; the order's paper keeps it for ever."""
        programme = document.programme
        if document.kind == "regulation":
            said = yearbook.regulation(programme.regulation)
        elif document.kind == "roadmap":
            said = yearbook.roadmap(programme, on)
        else:
            said = yearbook.book(programme, on, with_pairs=False)
        return {**said, "protocol": document.council}

    def line_words(self, thing, place, on):
        name = self.name(thing, "accusative")
        return {"document": capitalised(name), "annex": str(place)}

    def words(self, programme, things, on):
        genitives = [capitalised(self.short(thing, "genitive")) for thing in things]
        return {
            "documents_genitive": joined(genitives),
            "documents": joined(capitalised(self.short(thing, "accusative")) for thing in things),
            "council": next(
                (f", с учётом решения педагогического совета ({one.council})" for one in things if one.council), ""
            ),
        }

    def name(self, document, case: str) -> str:
        return cases.post(document.title, case)

    def short(self, document, case: str) -> str:
        """«Положения», «дорожной карты», «программы наставничества»: the head words in the case."""
        programme = document.programme
        if document.kind == "regulation":
            return programme.regulation.genitive if case == "genitive" else cases.post(
                programme.regulation.short_title, case
            )  # fmt: skip
        word = programme.words.roadmap if document.kind == "roadmap" else programme.words.programme
        return cases.post(word, case)

    def brings(self, thing):
        before = in_force(thing.programme, thing.kind, access.today())
        if thing.starts or before is None or before == thing:
            return "документ вступит в силу"
        return f"новая редакция вступит в силу, прежняя (с {short_date(before.starts)}) перестанет действовать"

    def apply(self, line, *, by, on):
        document = LocalDocument.objects.select_for_update().get(pk=line.document_id)
        newer = in_force(document.programme, document.kind, datetime.date.max)
        if newer and newer.starts > on:
            raise Refused(
                f"«{newer}» действует с {short_date(newer.starts)}, а новая редакция началась бы "
                f"{short_date(on)}. Проверьте, с какого дня действует приказ.", field="effective_on",
            )  # fmt: skip
        before = in_force(document.programme, document.kind, on)
        if before is not None and before.pk != document.pk:
            before.ends = max(before.starts, on - datetime.timedelta(days=1))
            before.save()
        document.starts = on
        document.save()


def new_document(programme, kind: str, on) -> LocalDocument:
    """A row not saved yet: the draft that names it saves it."""
    word = capitalised(programme.words.programme)
    title = {
        "regulation": programme.regulation.title,
        "roadmap": programme.roadmap.title,
        "programme": f"{word} «{programme.title}» на {programme.year.name} учебный год",
    }[kind]
    before = in_force(programme, kind, on)
    edition = before.edition + 1 if before else 1
    return LocalDocument(programme=programme, kind=kind, title=title, edition=edition)


def next_editions(programme, kinds, on) -> list[LocalDocument]:
    """What a past order may have put in the place of editions in force; nothing while a draft is about one of them."""
    return [] if is_on_its_way(programme, *kinds) else [new_document(programme, kind, on) for kind in kinds]


def waiting(programme, *kinds):
    """Editions that somebody began and no order names yet."""
    return list(programme.documents.filter(kind__in=kinds, starts=None, order_lines__isnull=True))


def is_on_its_way(programme, *kinds) -> bool:
    """An order with such a document is being prepared."""
    return programme.documents.filter(
        kind__in=kinds, starts=None, order_lines__order__status__in=Order.OPEN
    ).exists()  # fmt: skip


class IntroductionKind(DocumentsKind):
    """The model begins with its regulation and roadmap (АБР-П 3.1; ОЧ-ДК1 1; К71-ДК 1)."""

    first = (
        "Документы программы утверждены или готовятся. Новую редакцию начинают на странице документов.",
        "edition_list", "К документам",
    )  # fmt: skip

    def gather(self, programme, on):
        """Editions begun by hand; else whatever of the two is not in force yet."""
        begun = waiting(programme, "regulation", "roadmap")
        if begun or is_on_its_way(programme, "regulation", "roadmap"):
            return begun
        return [
            new_document(programme, kind, on) for kind in wanted_of(programme) if in_force(programme, kind, on) is None
        ]

    def gather_past(self, programme, on):
        return self.gather(programme, on) or next_editions(programme, wanted_of(programme), on)


class ProgrammeKind(DocumentsKind):
    """The programme of the year is approved when its pairs stand (ОЧ-П 2.13, пятый этап)."""

    first = (
        "Программа года утверждена или готовится. Новую редакцию начинают на странице документов.",
        "edition_list", "К документам",
    )  # fmt: skip

    def gather(self, programme, on):
        begun = waiting(programme, "programme")
        if begun or is_on_its_way(programme, "programme") or in_force(programme, "programme", on):
            return begun
        return [new_document(programme, "programme", on)]

    def gather_past(self, programme, on):
        return self.gather(programme, on) or next_editions(programme, ["programme"], on)

    def order_gaps(self, order, on):
        yield from super().order_gaps(order, on)
        rule = order.programme.rule("programme.after_pairs")
        if rule.value and not facts.pairs_ordered(order.programme, on).done:
            yield Gap(
                f"Программу года утверждают, когда {order.programme.words.pair_many} уже закреплены {rule.why}, "
                "а сейчас не закреплено ни одной.",
                facts.address("pair_list", order.programme),
                "К парам",
            )
