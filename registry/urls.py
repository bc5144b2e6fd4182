"""Addresses of the ground floor: /registry/…"""

from django.urls import path

from registry import bases_urls, consents_urls, data_urls, imports_urls, scans_urls
from registry.views import accounts, acts, consents, jobs, mentees, mentors, people, posts, relations, school, security

app_name = "registry"
urlpatterns = [
    *bases_urls.urlpatterns,
    *data_urls.urlpatterns,
    *consents_urls.urlpatterns,
    *imports_urls.urlpatterns,
    *scans_urls.urlpatterns,
    path("school/", school.school_edit, name="school_edit"),
    path("year/", school.year_edit, name="year_edit"),
    path("jobs/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("jobs/<int:pk>/restart/", jobs.job_restart, name="job_restart"),
    path("regulations/", school.regulation_list, name="regulation_list"),
    path("posts/", posts.post_list, name="post_list"),
    path("posts/edit/", posts.post_edit, name="post_edit"),
    path("school/papers/", posts.paper_setup, name="paper_setup"),
    path("acts/", acts.act_list, name="act_list"),
    path("acts/new/", acts.act_new, name="act_new"),
    path("acts/<int:pk>/", acts.act_edit, name="act_edit"),
    path("regulations/<slug:code>/", school.regulation_detail, name="regulation_detail"),
    path("people/", people.person_list, name="person_list"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/invite/", accounts.person_slip, {"purpose": "invite"}, name="person_invite"),
    path("people/<int:pk>/reset/", accounts.person_slip, {"purpose": "password"}, name="person_reset"),
    path("people/<int:pk>/second-step/", security.person_factor_reset, name="person_factor_reset"),
    path("people/<int:pk>/guardians/new/", relations.guardian_new, name="guardian_new"),
    path("people/<int:pk>/appointments/new/", relations.appointment_new, name="appointment_new"),
    path("appointments/<int:pk>/end/", relations.appointment_end, name="appointment_end"),
    path("people/<int:pk>/mentor/new/", mentors.mentor_new, name="mentor_new"),
    path("people/<int:pk>/consents/ask/", consents.consent_ask, name="consent_ask"),
    path("mentors/new/", mentors.mentor_add, name="mentor_add"),
    path("mentors/<int:pk>/", mentors.mentor_detail, name="mentor_detail"),
    path("mentors/<int:pk>/edit/", mentors.mentor_edit, name="mentor_edit"),
    path("mentors/<int:pk>/certificates/new/", mentors.certificate_new, name="certificate_new"),
    path("mentees/<int:pk>/", mentees.mentee_detail, name="mentee_detail"),
    path("mentees/<int:pk>/edit/", mentees.mentee_edit, name="mentee_edit"),
    path("consents/", consents.consent_list, name="consent_list"),
    path("consents/<int:pk>/", consents.consent_detail, name="consent_detail"),
    path("consents/<int:pk>/receive/", consents.consent_receive, name="consent_receive"),
    path("consents/<int:pk>/paper/", consents.consent_paper, name="consent_paper"),
    path("consents/<int:pk>/move/<str:name>/", consents.consent_move, name="consent_move"),
]
