"""The portfolio: made by its owner, looked through by the curator, shown as far as the consents of the day go."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from programs.actions import portfolio as actions
from programs.actions import publication
from programs.models import Portfolio, PortfolioDocument
from registry.actions.consents import withdraw_consent
from registry.engine.errors import Refused
from registry.models import JournalLine, StoredFile
from tests import factories as make
from tests.programs.story import at, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
ALL = ("name", "post", "achievements", "publications", "documents")


@pytest.fixture
def prog(reference, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.a_programme(preset="teachers")


def picture(colour="red"):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "place and telephone"
    Image.new("RGB", (600, 800), colour).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("Я на даче.jpg", out.getvalue(), "image/jpeg")


def a_mentor(prog, kinds=("publication", "image"), allowed=ALL):
    mentor = make.registered(make.a_mentor(), prog)
    make.give_consents(mentor.person, kinds, allowed_fields=allowed)
    return mentor, make.user_for(mentor.person)


def words(**more):
    names = ("education", "experience_years", "achievements", "publications", "interests", "motto")
    return {**dict.fromkeys(names, ""), **more}


def published(client, prog, **story):
    """(mentor, the mentor's account, public address of the photograph): page published, photograph seen."""
    mentor, me = a_mentor(prog, **story)
    at(client, me).post(reverse("programs:portfolio_photo"), {"photo-file": picture()})
    publication.publish(mentor, by=make.office()[0], on=TODAY)
    name = Portfolio.objects.get().photo_name
    client.logout()
    return mentor, me, reverse("public:mentor_photo", args=[mentor.slug, name])


def test_a_mentor_writes_the_portfolio_and_sees_beforehand_exactly_what_the_public_will_read(client, prog):
    mentor, me = a_mentor(prog, allowed=("name", "achievements"))
    client = at(client, me)
    client.post(
        reverse("programs:portfolio"), words(achievements="Победы в конкурсах", publications="Статья в журнале")
    )
    mentor.refresh_from_db()
    assert mentor.achievements == "Победы в конкурсах" and Portfolio.objects.get().publications == "Статья в журнале"
    page = text_of(client.get(reverse("programs:portfolio"))).split("Что увидят все")[1]
    assert "Победы в конкурсах" in page and "Статья в журнале" not in page
    publication.publish(mentor, by=make.office()[0], on=TODAY)
    client.logout()
    public = text_of(client.get(reverse("public:mentor_page", args=[mentor.slug])))
    assert "Победы в конкурсах" in public and "Статья в журнале" not in public and "учитель" not in public
    line = JournalLine.objects.get(verb="исправлено портфолио")
    assert "достижения" in line.detail["fields"] and "Победы" not in str(line.detail)


def test_the_photograph_is_written_anew_and_goes_public_with_both_consents_and_the_curator_s_look(client, prog):
    mentor, me = a_mentor(prog)
    publication.publish(mentor, by=make.office()[0], on=TODAY)
    client = at(client, me)
    client.post(reverse("programs:portfolio_photo"), {"photo-file": picture()})
    row = Portfolio.objects.get()
    assert b"telephone" not in row.photo.path.read_bytes()
    url = reverse("public:mentor_photo", args=[mentor.slug, row.photo_name])
    assert client.get(url).status_code == 404  # nobody has looked at it yet
    assert "ждёт проверки куратором" in text_of(client.get(reverse("programs:portfolio")))
    at(client, make.office()[0]).post(reverse("programs:publication_seen", args=[mentor.pk]))
    client.logout()
    answer = client.get(url)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"] and 'filename="portfolio.jpg"' in answer["Content-Disposition"]
    assert url in text_of(client.get(reverse("public:mentor_page", args=[mentor.slug])))
    assert mentor.person.last_name.lower() not in url


@pytest.mark.parametrize("kind", ["image", "publication", "processing"])
def test_a_withdrawn_consent_takes_the_photograph_away_at_the_next_request(client, prog, kind):
    mentor, _, url = published(client, prog)
    assert client.get(url).status_code == 200
    consent = mentor.person.consents.get(kind=kind)
    withdraw_consent(consent, by=make.office()[0], on=TODAY, note="заявление")
    assert client.get(url).status_code == 404
    answer = client.get(reverse("public:mentor_page", args=[mentor.slug]))
    assert answer.status_code == (200 if kind == "image" else 404) and url not in text_of(answer)


def test_without_the_consent_on_the_image_the_photograph_stays_private(client, prog):
    mentor, me, url = published(client, prog, kinds=("publication",))
    assert client.get(url).status_code == 404
    assert 'class="portfolio-photo"' not in text_of(client.get(reverse("public:mentor_page", args=[mentor.slug])))
    page = text_of(at(client, me).get(reverse("programs:portfolio")))
    assert "нет действующих согласий на распространение и на использование изображения" in page
    file = Portfolio.objects.get().photo.get_absolute_url()
    assert client.get(file).status_code == 200
    assert at(client, make.user_for(make.teacher())).get(file).status_code == 404


def test_a_new_photograph_kills_the_former_address_and_a_wrong_name_opens_nothing(client, prog):
    _, me, url = published(client, prog)
    assert client.get(url[:-3] + "/").status_code == 404
    at(client, me).post(reverse("programs:portfolio_photo"), {"photo-file": picture("blue")})
    assert StoredFile.objects.filter(portfolio_photos__isnull=False).count() == 1
    assert client.get(url).status_code == 404
    client.post(reverse("programs:portfolio_photo_drop"))
    assert Portfolio.objects.get().photo is None


def test_documents_are_shown_after_the_curator_s_look_and_only_where_the_consent_names_them(client, prog):
    open_one, me = a_mentor(prog)
    closed_one, other = a_mentor(prog, allowed=("name",))
    for user, title in ((me, "Грамота района"), (other, "Диплом закрытый")):
        at(client, user).post(
            reverse("programs:portfolio_document"), {"document-title": title, "document-file": picture()}
        )
    for mentor in (open_one, closed_one):
        publication.publish(mentor, by=make.office()[0], on=TODAY)
    client.logout()
    for mentor, status in ((open_one, 200), (closed_one, 404)):
        row = PortfolioDocument.objects.get(portfolio__person=mentor.person)
        assert client.get(reverse("public:mentor_document", args=[mentor.slug, row.name])).status_code == status
        page = text_of(client.get(reverse("public:mentor_page", args=[mentor.slug])))
        assert (row.title in page) == (status == 200)
    mine = PortfolioDocument.objects.get(portfolio__person=open_one.person)
    assert at(client, other).post(reverse("programs:portfolio_document_drop", args=[mine.pk])).status_code == 404
    at(client, me).post(reverse("programs:portfolio_document_drop", args=[mine.pk]))
    assert not PortfolioDocument.objects.filter(pk=mine.pk).exists()


def test_what_is_no_picture_is_refused_in_words_beside_the_field(client, prog):
    _, me = a_mentor(prog)
    upload = SimpleUploadedFile("я.jpg", b"<html>picture</html>", "image/jpeg")
    page = text_of(at(client, me).post(reverse("programs:portfolio_photo"), {"photo-file": upload}))
    assert "не принят" in page and "страница из браузера" in page
    assert not StoredFile.objects.filter(portfolio_photos__isnull=False).exists()


def test_the_curator_has_a_page_too_and_it_ends_with_the_office(client, prog):
    curator, _ = make.office()
    client = at(client, curator)
    client.post(reverse("programs:portfolio"), words(education="высшее", achievements="Десять лет наставничества"))
    with pytest.raises(Refused, match="Нет действующего согласия на распространение"):
        actions.publish_own(by=curator, on=TODAY)
    make.give_consents(
        curator.person, ["processing", "publication"], allowed_fields=("name", "category", "achievements")
    )
    client.post(reverse("programs:portfolio_own", args=["publish"]))
    url = reverse("public:mentor_page", args=[Portfolio.objects.get().slug])
    client.logout()
    page = text_of(client.get(url))
    assert "Десять лет наставничества" in page and "уратор наставничества" in page and "высшее" not in page
    assert url in text_of(client.get(reverse("public:mentor_list")))
    curator.person.appointments.update(ends=make.datetime.date(2026, 11, 20))
    assert client.get(url).status_code == 404


def test_nobody_else_s_portfolio_is_edited_and_others_have_none(client, prog):
    mentor, _ = a_mentor(prog)
    stranger = make.user_for(make.teacher())
    assert at(client, stranger).get(reverse("programs:portfolio")).status_code == 403
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        actions.write(mentor.person, by=make.user_for(make.a_mentor().person), on=TODAY, **words(experience_years=None))
