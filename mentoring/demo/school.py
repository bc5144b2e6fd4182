"""The demo's school: its people with their dated facts, and the nine accounts."""

import datetime

from mentoring.demo.names import Names
from registry.actions import people
from registry.engine import links
from registry.models import Appointment, Enrolment, Guardianship, Person, School, SchoolClass, User, Year
from registry.text import add_months

PASSWORD = "nastavnik-demo"
LONG_AGO = datetime.date(2019, 9, 1)
GRADES = (5, 6, 7, 8, 9, 10)
POSTS = [
    "учитель математики",
    "учитель русского языка и литературы",
    "учитель начальных классов",
    "учитель истории",
    "учитель физики",
    "учитель иностранного языка",
    "учитель биологии",
    "учитель информатики",
    "учитель химии",
    "учитель географии",
    "учитель технологии",
    "учитель физической культуры",
    "учитель музыки",
    "учитель-логопед",
    "социальный педагог",
    "педагог дополнительного образования",
]


def make_school() -> School:
    """Details that look like a school's and belong to nobody."""
    return School.objects.first() or School.objects.create(
        full_name="Муниципальное бюджетное общеобразовательное учреждение «Ромашкинская средняя школа»",
        short_name="МБОУ «Ромашкинская СШ»",
        founder="Администрация Ромашкинского района",
        place="с. Ромашкино",
        address="000000, Ромашкинский район, с. Ромашкино, ул. Школьная, д. 1",
        inn="0000000000",
        ogrn="0000000000000",
        phone="8 (000) 000-00-01",
        email="school@example.org",
        whom_to_ask="куратор наставничества, кабинет 12, телефон 8 (000) 000-00-02",
        helpline="8-800-2000-122 (детский телефон доверия)",
    )


def make_year(today: datetime.date, *, active: bool) -> Year:
    plan = Year.around(today)
    year, is_new = Year.objects.get_or_create(
        name=plan.name, defaults={"starts": plan.starts, "ends": plan.ends, "is_active": False}
    )
    if active and not year.is_active:
        Year.objects.filter(is_active=True).update(is_active=False)
        year.is_active = True
        year.save()
    for grade in GRADES if is_new else ():
        SchoolClass.objects.create(year=year, grade=grade, letter="А")
    return year


class DemoSchool:
    """Finds or makes everybody whom a demo year needs."""

    def __init__(self, year: Year, teachers: int):
        self.year, self.names = year, Names(year.starts.year)
        make_school()
        self.director = self._acting("director", "директор")
        self.curator = self._acting("curator", "заместитель директора по воспитательной работе")
        self._account("director", self.director)
        self._account("curator", self.curator)
        self.by = User.objects.get(username="curator")
        self.chief = User.objects.get(username="director")
        self.psychologist = self._acting("psychologist", "педагог-психолог")
        self._account("psychologist", self.psychologist)
        self._acting("secretary", "секретарь")
        self.teachers = self._teachers(teachers)
        self._lead_classes()
        self._pupils()

    def _acting(self, role, post) -> Person:
        fact = Appointment.objects.filter(role=role, ends__isnull=True).select_related("person").first()
        if fact:
            return fact.person
        person = people.add_person(
            by=None,
            on=LONG_AGO,
            post=post,
            is_teacher=role != "secretary",
            birth_date=datetime.date(1976, 4, 12),
            phone="8 (000) 000-00-03",
            **self.names.next("f"),
        )
        people.appoint(person, role, by=None, on=LONG_AGO, ground="приказ от 01.09.2019 № 1-к")
        return person

    def _account(self, username, person) -> User:
        """The real way in: an invitation and its acceptance."""
        user = User.objects.filter(username=username).first()
        if user is None:
            token = people.invite(person, by=None)
            user = people.accept_invitation(links.find(token), username=username, password=PASSWORD)
        return user

    def account(self, username, person) -> None:
        if not User.objects.filter(username=username).exists() and not User.objects.filter(person=person).exists():
            self._account(username, person)

    def _teachers(self, wanted) -> list[Person]:
        found = list(
            Person.objects.staff(self.year.starts)
            .exclude(pk__in=Appointment.objects.exclude(role="class_teacher").values("person"))
            .exclude(mentor__category="partner")
            .order_by("pk")
        )
        while len(found) < wanted:
            number = len(found)
            start = LONG_AGO if number % 2 == 0 else self.year.starts
            found.append(
                people.add_person(
                    by=self.by,
                    on=start,
                    post=POSTS[number % len(POSTS)],
                    birth_date=datetime.date(1972 + number % 26, 1 + number % 12, 5 + number % 20),
                    phone=f"8 (000) 000-01-{number:02d}",
                    **self.names.next(),
                )
            )
        return found

    def _lead_classes(self):
        leaders = self.teachers[-len(GRADES) :]
        for school_class, leader in zip(self.year.classes.order_by("grade", "letter"), leaders, strict=False):
            if not Appointment.objects.filter(role="class_teacher", school_class=school_class).exists():
                people.appoint(
                    leader,
                    "class_teacher",
                    by=self.by,
                    on=self.year.starts,
                    ends=self.year.ends,
                    school_class=school_class,
                    ground="приказ от 30.08 № 5-к",
                )

    def _pupils(self):
        """Nine pupils a class; those of last year have moved up, the eldest have left."""
        for enrolment in Enrolment.objects.filter(ends__isnull=True).exclude(school_class__year=self.year):
            enrolment.ends = self.year.starts - datetime.timedelta(days=1)
            enrolment.save()
            above = self.year.classes.filter(grade=enrolment.school_class.grade + 1).first()
            if above:
                Enrolment.objects.create(person=enrolment.person, school_class=above, starts=self.year.starts)
        for school_class in self.year.classes.order_by("grade", "letter"):
            for number in range(school_class.enrolments.count(), 9):
                self._family(school_class, number)

    def _family(self, school_class, number):
        """A child who will be 12 in the sixth class, and the one who answers for it."""
        age = school_class.grade + 5
        birthday = add_months(self.year.starts, -12 * age) - datetime.timedelta(days=40 + number * 17)
        child = self.names.next()
        surname = self.names.masculine(child)
        pupil = people.add_person(
            by=self.by, on=self.year.starts, school_class=school_class, birth_date=birthday, **child
        )
        parent = people.add_person(
            by=self.by,
            on=self.year.starts,
            birth_date=datetime.date(1980 + number, 6, 11),
            phone=f"8 900 000-{school_class.grade:02d}-{number:02d}",
            address="Ромашкинский район, с. Ромашкино",
            **self.names.next("f" if number % 3 else "m", surname),
        )
        people.add_guardian(
            pupil,
            parent,
            by=self.by,
            on=birthday,
            kind="mother" if number % 3 else "father",
            document="свидетельство о рождении ребёнка",
        )

    def newcomer(self) -> Person:
        """A pupil who has just come into the second class of the school, with the one who answers for the child."""
        group = self.year.classes.order_by("grade", "letter")[1]
        self._family(group, group.enrolments.count())
        return group.enrolments.order_by("-pk").first().person

    def pupils(self, low: int, high: int, on) -> list[Person]:
        """Pupils whose age on the day is from low to high, in a fixed order."""
        rows = Enrolment.objects.active(on).filter(school_class__year=self.year).select_related("person").order_by("pk")
        return [row.person for row in rows if low <= row.person.age(on) <= high]

    def guardian(self, child) -> Person:
        return Guardianship.objects.filter(child=child).order_by("pk").first().guardian

    def outsiders(self, wanted) -> list[Person]:
        """People from outside: graduates and partners' employees."""
        found = list(Person.objects.filter(mentor__category__in=["graduate", "partner"]).order_by("pk"))
        while len(found) < wanted:
            found.append(
                people.add_person(
                    by=self.by,
                    on=self.year.starts,
                    birth_date=datetime.date(1988, 2, 3 + len(found)),
                    phone=f"8 900 000-99-{len(found):02d}",
                    **self.names.next(),
                )
            )
        return found
