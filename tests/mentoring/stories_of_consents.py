"""Stories of consents and of the legal terms for «Сегодня»."""

from registry.actions import consents, duties
from tests import factories as make
from tests.mentoring.stories import DAY, TODAY, Story, story, user


def withdrawn(on=TODAY):
    curator, _ = make.office()
    who = make.teacher()
    (consent,) = make.give_consents(who, ["publication"])
    consents.withdraw_consent(consent, by=curator, on=on, note="заявление")
    return who.duties.get()


@story
def duty_due():
    "registry.duty_due"
    curator, director = make.office()
    duty = withdrawn()
    return Story(
        [curator],
        lambda: duties.finish_duty(duty, by=curator, on=TODAY, note="фото снято со стенда"),
        [director, user(), make.user_for(duty.person)],
    )


@story
def duty_overdue():
    "registry.duty_overdue"
    curator, director = make.office()
    duty = withdrawn(TODAY - 30 * DAY)
    return Story(
        [curator, director],
        lambda: duties.finish_duty(duty, by=curator, on=TODAY, note="фото снято со стенда"),
        [user(), make.user_for(duty.person)],
    )


@story
def consents_missing():
    "registry.consents_missing"
    curator, director = make.office()
    child = make.pupil()
    parent = make.guardian_of(child)
    teacher = make.user_for(make.acting("class_teacher", school_class=make.school_class()))
    other = make.user_for(make.acting("class_teacher", school_class=make.school_class(8, "Б")))
    (row,) = consents.ask_consents(child, ["processing"], by=curator, on=TODAY)
    return Story(
        [curator, teacher],
        lambda: consents.receive_consent(row, parent, by=curator, on=TODAY, signed_on=TODAY, original_place="папка"),
        [director, other, user()],
    )


def ending(until):
    curator, _ = make.office()
    who = make.teacher()
    (row,) = consents.ask_consents(who, ["processing"], by=curator, on=make.START)
    consents.receive_consent(row, who, by=curator, on=make.START, signed_on=make.START, valid_until=until)
    return who


def ask_again(who):
    curator, _ = make.office()
    return consents.ask_consents(who, ["processing"], by=curator, on=TODAY)


@story
def consents_end_soon():
    "registry.consents_end_soon"
    curator, director = make.office()
    who = ending(TODAY + 20 * DAY)
    return Story([curator], lambda: ask_again(who), [director, make.user_for(who)])


@story
def consents_ran_out():
    "registry.consents_ran_out"
    curator, director = make.office()
    who = ending(TODAY - DAY)
    return Story([curator], lambda: ask_again(who), [director, make.user_for(who)])


@story
def consent_at_18():
    "registry.consent_at_18"
    from registry.text import add_months

    curator, director = make.office()
    child = make.pupil(birth_date=add_months(TODAY + 30 * DAY, -18 * 12))
    parent = make.guardian_of(child)
    make.give_consents(child, ["processing"])
    return Story([curator], lambda: ask_again(child), [director, make.user_for(parent), make.user_for(child)])
