"""My portfolio: words, photograph, documents, and beforehand the very page that the public would read."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from programs.actions import contests, publication
from programs.actions import portfolio as actions
from programs.forms.portfolio import DocumentForm, PhotoForm, PortfolioForm
from programs.models import Portfolio, PortfolioDocument
from registry.engine import access
from registry.once import once
from registry.views.base import attempt, check


@once
def portfolio(request):
    """One's own portfolio; the first form of the page is answered here."""
    check(request, "programs.portfolio_edit")
    person = request.user.person
    form = PortfolioForm(request.POST or None, initial=actions.values_of(person))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.write(person, by=request.user, on=request.today, **data)):
            messages.success(request, "Портфолио сохранено. Ниже видно, что из него увидят все.")
            return redirect("programs:portfolio")
    return _show(request, form=form)


def _show(request, **forms):
    person, on = request.user.person, request.today
    row = Portfolio.objects.filter(person=person).select_related("photo").first()
    card = actions.card_of(person)
    page = getattr(card, "publication", None)
    is_public = bool(page and page.status == "published") or bool(row and row.published_on)
    context = {
        "row": row, "documents": list(row.documents.select_related("file")) if row else [], "person": person,
        "mentor": card, "is_public": is_public,
        "contests": contests.achievements_of(person, contests.told_of(person, on)),
        "contests_wait": contests.unseen_of(person, on).exists(),
        "photo_why": actions.photo_why(person, on),
        "unseen": actions.unseen(person, on),
        "form": PortfolioForm(initial=actions.values_of(person)),
        "photo_form": PhotoForm(rule="portfolio_photo", prefix="photo"),
        "document_form": DocumentForm(rule="portfolio_document", prefix="document"),
        **beforehand(person, on),
    }  # fmt: skip
    if access.may(request.user, "programs.publication_edit") and card is None:
        context |= {"may_publish_own": True, "gaps": list(actions.publish_gaps(person, on))}
    return render(request, "programs/portfolio.html", {**context, **forms})


def beforehand(person, on) -> dict:
    """What `public/_mentor_article.html` takes; files by their private addresses, for the owner and the curator."""
    page = publication.page_beforehand(person, on)
    return {
        "card": page["card"], "facts": publication.facts_of(page["card"]),
        "topics": publication.topics_of(page["card"]),
        "photo": page["photo"].get_absolute_url() if page["photo"] else "",
        "shown_documents": [(one.title, one.file.get_absolute_url()) for one in page["documents"]],
    }  # fmt: skip


@require_POST
@once
def portfolio_photo(request):
    check(request, "programs.portfolio_edit")
    form = PhotoForm(request.POST, request.FILES, rule="portfolio_photo", prefix="photo")
    if form.is_valid() and attempt(form, lambda: actions.set_photo(
        request.user.person, form.cleaned_data["file"], by=request.user,
        on=request.today,
    )):  # fmt: skip
        messages.success(request, "Фотография сохранена. На сайт она попадёт после проверки куратором.")
        return redirect("programs:portfolio")
    return _show(request, photo_form=form)


@require_POST
@once
def portfolio_photo_drop(request):
    check(request, "programs.portfolio_edit")
    actions.drop_photo(request.user.person, by=request.user)
    messages.success(request, "Фотография удалена и с этой минуты нигде не показывается.")
    return redirect("programs:portfolio")


@require_POST
@once
def portfolio_document(request):
    check(request, "programs.portfolio_edit")
    form = DocumentForm(request.POST, request.FILES, rule="portfolio_document", prefix="document")
    if form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: actions.add_document(
            request.user.person, data["title"], data["file"], by=request.user,
            on=request.today,
        )):  # fmt: skip
            messages.success(request, "Документ добавлен. На сайт он попадёт после проверки куратором.")
            return redirect("programs:portfolio")
    return _show(request, document_form=form)


@require_POST
@once
def portfolio_document_drop(request, pk):
    mine = PortfolioDocument.objects.filter(portfolio__person=access.person_of(request.user))
    document = get_object_or_404(mine.select_related("portfolio__person", "file"), pk=pk)
    actions.drop_document(document, by=request.user)
    messages.success(request, "Документ удалён.")
    return redirect("programs:portfolio")


@require_POST
@once
def portfolio_own(request, name):
    """The curator's own page goes onto the site, or comes off it."""
    check(request, "programs.publication_edit")
    if name == "publish":
        actions.publish_own(by=request.user, on=request.today)
        messages.success(request, "Страница куратора опубликована.")
    else:
        actions.unpublish_own(by=request.user)
        messages.success(request, "Страница куратора снята с сайта.")
    return redirect("programs:portfolio")
