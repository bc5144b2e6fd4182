"""Who may open and do what: one line = method, route, whose thing | answer: roles | … The last answer may be «rest».

«ok» is 200 or 302 (the form or the deed); a role that no answer names gets the one marked «rest».
Things are named in tests/house/world.py: `pair` belongs to `mentor`, `mentee` and `parent`; `other_pair` to `mentor2`.
"""

LINES = """
GET  cabinet                        -            | ok: rest
GET  start                          -            | ok: director curator | 403: rest
GET  own                            -            | ok: rest
GET  own_pair                       pair         | ok: mentor mentee parent | 404: rest
GET  own_pair                       other_pair   | ok: mentor2 | 404: rest
GET  vision                         -            | ok: rest
GET  search                         -            | ok: director curator psychologist teacher | 403: rest
GET  public:home                    -            | ok: rest
GET  public:mentor_list             -            | ok: rest
GET  public:mentor_page             slug         | 404: rest
GET  public:mentor_photo            slug_name    | 404: rest
GET  public:mentor_document         slug_name    | 404: rest
GET  public:privacy                 -            | ok: rest
GET  public:join                    -            | ok: rest
GET  public:joined                  -            | ok: rest
GET  public:link                    token        | 404: rest
GET  public:verify                  code         | ok: rest
GET  public:robots                  -            | ok: rest
GET  accounts:login                 -            | ok: rest
POST accounts:logout                -            | ok: rest
GET  accounts:password_change       -            | ok: rest
GET  accounts:password_done         -            | ok: rest
GET  accounts:security              -            | ok: rest
GET  accounts:second_step           -            | ok: rest
GET  accounts:second_step_off       -            | ok: rest
GET  accounts:codes                 -            | ok: rest
POST accounts:codes_new             -            | ok: rest
GET  accounts:code                  -            | ok: rest
GET  accounts:again                 -            | ok: rest
GET  accounts:kept                  -            | ok: rest
POST accounts:elsewhere             -            | ok: rest
POST accounts:letters               -            | ok: rest
GET  upkeep                         -            | ok: director curator | 403: rest
GET  registry:person_factor_reset   child        | ok: director curator | 403: mentor mentee parent psychologist teacher | 404: rest
GET  files:open                     paper        | ok: director curator mentor mentee | 404: rest
GET  registry:school_edit           -            | ok: director curator | 403: rest
GET  registry:year_edit             -            | ok: director curator | 403: rest
GET  registry:import_list           -            | ok: curator | 403: rest
GET  registry:import_detail         list         | ok: curator | 404: rest
POST registry:import_detail         list         | ok: curator | 404: rest
POST registry:import_columns        list         | ok: curator | 404: rest
GET  registry:import_left_out       list         | ok: curator | 404: rest
POST registry:import_undo           list         | ok: curator | 404: rest
POST registry:import_drop           list         | ok: curator | 404: rest
GET  registry:person_export         people_kind  | ok: director curator | 403: rest
GET  registry:job_detail            job          | ok: director curator | 404: rest
POST registry:job_restart           job          | ok: curator | 403: director | 404: rest
GET  registry:journal               -            | ok: director curator | 403: rest
GET  registry:journal_export        -            | ok: director curator | 403: rest
GET  registry:my_data               -            | ok: rest
GET  registry:my_data_of            child        | ok: director curator mentee parent | 404: rest
GET  registry:my_data_of            other_child  | ok: director curator | 404: rest
GET  registry:my_data_download      child        | ok: director curator mentee parent | 404: rest
GET  registry:subject_request_new   child        | ok: curator mentee parent | 403: director | 404: rest
GET  registry:subject_request_list  -            | ok: director curator | 403: rest
GET  registry:subject_request_detail demand      | ok: director curator parent | 404: rest
GET  registry:subject_request_answer demand      | ok: curator | 403: director parent | 404: rest
POST registry:subject_request_read  demand       | ok: parent | 403: director curator | 404: rest
GET  registry:erasure_list          -            | ok: director curator | 403: rest
GET  registry:erasure_new           other_child  | ok: curator | 403: director psychologist | 404: rest
GET  registry:erasure_detail        erasure      | ok: director curator | 404: rest
POST registry:erasure_confirm       erasure      | ok: director | 403: curator | 404: rest
POST registry:erasure_move          erasure      | ok: director curator | 404: rest
GET  registry:retention_list        -            | ok: director curator | 403: rest
GET  registry:retention_edit        keeping      | ok: curator | 403: rest
GET  registry:act_list              -            | ok: director curator | 403: rest
GET  registry:act_new               -            | ok: curator | 403: rest
GET  registry:act_edit              act          | ok: curator | 403: rest
GET  registry:post_list             -            | ok: director curator | 403: rest
GET  registry:post_edit             -            | 404: curator | 403: rest
GET  registry:paper_setup           -            | ok: director curator | 403: rest
GET  registry:regulation_list       -            | ok: rest
GET  registry:regulation_detail     regulation   | ok: rest
GET  registry:person_list           -            | ok: director curator psychologist teacher | 403: rest
GET  registry:person_new            -            | ok: director curator | 403: rest
GET  registry:person_detail         child        | ok: director curator mentor mentee parent psychologist teacher | 404: rest
GET  registry:person_detail         other_child  | ok: director curator psychologist | 404: rest
GET  registry:person_edit           child        | ok: director curator | 403: mentor mentee parent psychologist teacher | 404: rest
POST registry:person_invite         child        | ok: director curator | 403: mentor mentee parent psychologist teacher | 404: rest
POST registry:person_reset          child        | ok: director curator teacher | 403: mentor mentee parent psychologist | 404: rest
POST registry:person_reset          other_child  | ok: director curator | 403: psychologist | 404: rest
GET  registry:guardian_new          child        | ok: director curator | 403: mentor mentee parent psychologist teacher | 404: rest
GET  registry:appointment_new       child        | ok: director curator | 403: mentor mentee parent psychologist teacher | 404: rest
POST registry:appointment_end       appointment  | ok: director curator | 404: rest
GET  registry:mentor_new            child        | ok: curator | 403: director mentor mentee parent psychologist teacher | 404: rest
GET  registry:mentor_list           -            | ok: director curator | 403: rest
GET  registry:mentor_add            -            | ok: curator | 403: rest
GET  registry:mentor_detail         mentor_card  | ok: director curator mentor mentee parent commission psychologist | 404: rest
GET  registry:mentor_edit           mentor_card  | ok: curator | 403: director mentor mentee parent commission psychologist | 404: rest
GET  registry:certificate_new       mentor_card  | ok: curator | 403: director mentor mentee parent commission psychologist | 404: rest
GET  registry:mentee_list           -            | ok: director curator | 403: rest
GET  registry:teacher_list          -            | ok: director curator | 403: rest
POST registry:mentee_review         mentee_card  | ok: curator | 403: director mentor mentee parent psychologist teacher | 404: rest
GET  registry:topic_list            -            | ok: director curator | 403: rest
GET  registry:topic_new             -            | ok: curator | 403: rest
GET  registry:topic_edit            topic        | ok: curator | 403: rest
POST registry:topic_retire          topic        | ok: curator | 403: rest
GET  registry:topic_merge           topic        | ok: curator | 403: rest
GET  registry:double_list           -            | ok: director curator | 403: rest
GET  registry:merge_pick            child        | ok: director curator | 403: mentor mentee parent psychologist teacher | 404: rest
GET  registry:person_merge          two_people   | ok: director curator | 403: psychologist | 404: rest
POST registry:say_different         two_people   | ok: director curator | 403: psychologist | 404: rest
GET  registry:year_turn             -            | ok: director curator | 403: rest
GET  registry:year_turn_class       class        | ok: director curator | 403: rest
POST registry:year_turn_do          -            | ok: director curator | 403: rest
POST registry:year_turn_undo        -            | ok: director curator | 403: rest
GET  programs:base_export           base         | ok: director curator | 403: rest
GET  programs:base_print            base         | ok: director curator | 403: rest
GET  registry:mentee_detail         mentee_card  | ok: director curator mentor mentee parent psychologist teacher | 404: rest
GET  registry:mentee_edit           mentee_card  | ok: curator | 403: director mentor mentee parent psychologist teacher | 404: rest
GET  registry:consent_list          -            | ok: director curator teacher | 403: rest
GET  registry:consent_ask           child        | ok: curator | 403: director mentor mentee parent psychologist teacher | 404: rest
GET  registry:consent_detail        consent      | ok: director curator mentee parent teacher | 404: rest
GET  registry:consent_receive       consent      | ok: curator | 403: director mentee parent teacher | 404: rest
GET  registry:consent_paper         consent      | ok: director curator mentee parent teacher | 404: rest
GET  registry:consent_scan          consent      | ok: curator | 403: director mentee parent teacher | 404: rest
GET  registry:print_new             -            | ok: curator | 403: rest
GET  registry:print_paper           print_run    | ok: curator | 403: director | 404: rest
GET  registry:heap_list             -            | ok: director curator | 403: rest
GET  registry:heap_new              -            | ok: curator | 403: rest
GET  registry:heap_detail           heap         | ok: director curator | 404: rest
POST registry:heap_detail           heap         | ok: curator | 403: director | 404: rest
POST registry:heap_close            heap         | ok: curator | 403: director | 404: rest
POST registry:heap_line_aside       heap_line    | ok: curator | 403: director | 404: rest
POST registry:heap_page_attach      heap_page    | ok: curator | 403: director | 404: rest
POST registry:heap_page_turn        heap_page    | ok: curator | 403: director | 404: rest
POST registry:heap_page_throw       heap_page    | ok: curator | 403: director | 404: rest
GET  files:open                     consent_scan | ok: director curator parent | 404: rest
GET  registry:certificate_scan      certificate  | ok: curator | 403: director | 404: rest
GET  registry:certificate_scans     -            | ok: director | 403: rest
POST registry:consent_move          consent      | ok: curator parent | 403: director teacher mentee | 404: rest
GET  registry:consent_withdraw      consent      | ok: curator parent | 403: director teacher mentee | 404: rest
GET  registry:consent_missing       -            | ok: director curator teacher | 403: rest
GET  registry:consent_xlsx          -            | ok: director curator | 403: rest
GET  registry:consent_print         -            | ok: director curator | 403: rest
GET  registry:consent_ask_many      -            | ok: curator | 403: rest
GET  registry:consent_former        -            | ok: curator | 403: rest
GET  registry:text_list             -            | ok: director curator | 403: rest
GET  registry:text_detail           text         | ok: director curator | 403: rest
GET  registry:text_new              text_kind    | ok: curator | 403: rest
GET  registry:duty_list             -            | ok: director curator | 403: rest
GET  registry:duty_detail           duty         | ok: director curator | 403: mentee parent | 404: rest
POST registry:duty_detail           duty         | ok: curator | 403: director mentee parent | 404: rest
GET  registry:term_list             -            | ok: director curator | 403: rest
GET  registry:term_edit             term         | ok: curator | 403: rest
GET  registry:calendar              -            | ok: director curator | 403: rest
POST registry:calendar              -            | ok: curator | 403: rest
POST registry:day_forget            day_off      | ok: curator | 403: rest
GET  registry:guardian_edit         tie          | ok: director curator | 403: mentor mentee parent psychologist teacher | 404: rest
GET  registry:guardian_restrict     tie          | ok: director curator | 403: mentor mentee parent psychologist teacher | 404: rest
GET  registry:guardian_end          tie          | ok: director curator | 403: mentor mentee parent psychologist teacher | 404: rest
GET  programs:programme_list        -            | ok: rest
GET  programs:programme_detail      programme    | ok: rest
GET  programs:programme_new         -            | ok: curator | 403: rest
GET  programs:programme_edit        programme    | ok: curator | 403: rest
GET  programs:programme_rules       programme    | ok: rest
POST programs:programme_rules       programme    | ok: curator | 403: rest
POST programs:rule_reset            programme    | ok: curator | 403: rest
POST programs:activity_tick         activity     | ok: curator | 403: rest
POST programs:activity_untick       activity     | ok: curator | 403: rest
POST programs:activity_edit         activity     | ok: curator | 403: rest
GET  programs:request_list          -            | ok: director curator | 403: rest
GET  programs:request_new           -            | ok: curator | 403: rest
GET  programs:request_detail        request      | ok: director curator psychologist mentee parent | 404: rest
GET  programs:request_detail        asked        | ok: director curator psychologist | 404: rest
GET  programs:request_tie           request      | ok: curator | 403: rest
POST programs:request_conclude      request      | ok: curator | 403: director psychologist mentee parent | 404: rest
POST programs:request_move          request      | ok: curator mentee parent | 403: director psychologist | 404: rest
POST programs:note_ask              request      | ok: curator | 403: director psychologist mentee parent | 404: rest
GET  programs:note_write            note         | ok: psychologist | 403: curator | 404: rest
POST programs:note_remind           waiting_note | ok: curator | 403: psychologist | 404: rest
POST programs:note_withdraw         waiting_note | ok: curator | 403: psychologist | 404: rest
POST programs:note_link             waiting_note | ok: curator | 403: psychologist | 404: rest
GET  programs:needs_summary         -            | ok: director curator | 403: rest
GET  programs:talk_hold             request      | ok: curator psychologist | 403: director mentee parent | 404: rest
POST programs:talk_entrust          request      | ok: curator | 403: director psychologist mentee parent | 404: rest
GET  programs:conclusion_mend       request      | ok: curator | 403: director psychologist mentee parent | 404: rest
GET  programs:support_new           request      | ok: curator psychologist | 403: director mentee parent | 404: rest
GET  programs:support_done          support      | ok: curator psychologist | 403: director | 404: rest
GET  programs:poster_list           -            | ok: director curator | 403: rest
GET  programs:poster_detail         poster       | ok: director curator | 403: rest
GET  programs:poster_pdf            poster       | ok: director curator | 403: rest
POST programs:poster_close          poster       | ok: curator | 403: rest
GET  programs:informing_list        programme    | ok: director curator | 403: rest
POST programs:informing_annul       informing    | ok: curator | 403: rest
GET  programs:notice_list           programme    | ok: director curator | 403: rest
POST programs:notice_drop           notice       | ok: curator | 403: rest
GET  programs:notice_pdf            programme    | ok: director curator | 403: rest
GET  programs:candidacy_list        -            | ok: director curator commission psychologist | 403: rest
GET  programs:start_list            -            | ok: director curator commission psychologist | 403: rest
GET  programs:candidacy_new         -            | ok: curator | 403: rest
GET  programs:candidacy_detail      candidacy    | ok: director curator commission psychologist mentor | 404: rest
POST programs:candidacy_marks       candidacy    | ok: director curator commission psychologist | 403: mentor | 404: rest
POST programs:candidacy_interview   candidacy    | ok: director curator commission psychologist | 403: mentor | 404: rest
POST programs:candidacy_vote        candidacy    | ok: director curator commission psychologist | 403: mentor | 404: rest
POST programs:candidacy_conflict    candidacy    | ok: director curator commission psychologist | 403: mentor | 404: rest
POST programs:conflict_lift         conflict     | ok: curator | 403: director mentor commission psychologist | 404: rest
GET  programs:training_list         -            | ok: director curator | 403: rest
GET  programs:training_new          -            | ok: curator | 403: rest
GET  programs:training_detail       training     | ok: director curator | 403: mentor | 404: rest
POST programs:training_detail       training     | ok: curator | 403: director mentor | 404: rest
POST programs:candidacy_move        candidacy    | ok: curator director | 403: commission psychologist mentor | 404: rest
GET  programs:commission_new        -            | ok: curator | 403: rest
GET  programs:commission_detail     commission   | ok: director curator commission psychologist | 404: rest
GET  programs:commission_edit       commission   | ok: curator | 403: director commission psychologist | 404: rest
GET  programs:minutes_new           commission   | ok: curator | 403: director commission psychologist | 404: rest
GET  programs:minutes_detail        minutes      | ok: director curator commission psychologist | 404: rest
GET  programs:minutes_edit          minutes      | ok: curator | 403: director commission psychologist | 404: rest
POST programs:minutes_sign          minutes      | ok: director | 403: curator commission psychologist | 404: rest
GET  programs:register_list         -            | ok: director curator commission psychologist | 403: rest
GET  programs:publication_detail    mentor_card  | ok: curator | 403: director mentor mentee parent commission psychologist | 404: rest
POST programs:publication_seen      mentor_card  | ok: curator | 403: director mentor mentee parent commission psychologist | 404: rest
GET  programs:portfolio             -            | ok: curator mentor mentor2 | 403: rest
POST programs:portfolio             -            | ok: curator mentor mentor2 | 403: rest
POST programs:portfolio_photo       -            | ok: curator mentor mentor2 | 403: rest
POST programs:portfolio_photo_drop  -            | ok: curator mentor mentor2 | 403: rest
POST programs:portfolio_document    -            | ok: curator mentor mentor2 | 403: rest
POST programs:portfolio_document_drop  my_document | ok: mentor | 404: rest
POST programs:portfolio_own         -            | ok: curator | 403: rest
POST programs:publication_move      mentor_card  | ok: curator | 403: director mentor mentee parent commission psychologist | 404: rest
GET  programs:order_list            -            | ok: director curator | 403: rest
GET  programs:order_new             -            | ok: curator | 403: rest
GET  programs:assignment_new        -            | ok: curator | 403: rest
GET  programs:release_new           -            | ok: curator | 403: rest
GET  programs:proposal_new          -            | ok: curator | 403: rest
GET  programs:order_cancel          order        | ok: curator | 403: director mentor mentee | 404: rest
GET  programs:order_amend           order        | ok: curator | 403: director mentor mentee | 404: rest
GET  programs:order_council         introduction | ok: curator | 403: director | 404: rest
POST programs:awards_print          introduction | ok: curator | 403: director | 404: rest
GET  programs:edition_list          -            | ok: director curator | 403: rest
POST programs:edition_new           edition      | ok: curator | 403: rest
GET  programs:order_detail          order        | ok: director curator mentor mentee | 404: rest
GET  programs:order_detail          waiting      | ok: director curator | 404: rest
GET  programs:order_edit            waiting      | ok: curator | 403: director | 404: rest
POST programs:order_refill          waiting      | ok: curator | 403: director | 404: rest
POST programs:order_discard         waiting      | ok: curator | 403: director | 404: rest
POST programs:order_approve         waiting      | ok: director | 403: curator | 404: rest
GET  programs:order_pdf             order        | ok: director curator mentor mentee | 404: rest
GET  programs:order_waiting         -            | ok: director | 403: rest
POST programs:order_batch           -            | ok: director | 403: rest
POST programs:order_stack           -            | ok: director curator | 403: rest
GET  programs:order_stack_ready     stack_job    | ok: curator | 404: rest
GET  programs:order_stack_file      stack_job    | ok: curator | 404: rest
GET  programs:release_enter         programme    | ok: curator | 403: rest
GET  programs:assignment_enter      programme    | ok: curator | 403: rest
GET  programs:proposal_enter        programme    | ok: curator | 403: rest
GET  programs:order_cancel_enter    order        | ok: curator | 403: director mentor mentee | 404: rest
GET  programs:order_amend_enter     order        | ok: curator | 403: director mentor mentee | 404: rest
GET  programs:order_outcome         decision     | ok: director | 403: rest
GET  programs:order_unread          -            | ok: director curator | 403: rest
GET  programs:order_enter           paper_kind   | ok: curator | 403: rest
GET  programs:order_signed          waiting      | ok: curator | 403: director | 404: rest
GET  programs:order_original        order        | ok: curator | 403: director mentor mentee | 404: rest
POST programs:order_renew           order        | ok: curator | 403: director mentor mentee | 404: rest
GET  programs:order_sheets          order        | ok: director curator | 403: mentor mentee | 404: rest
POST programs:answers_on_paper      waiting      | ok: curator | 403: director | 404: rest
POST programs:acquainted_on_paper   order        | ok: curator | 403: director mentor mentee | 404: rest
POST programs:order_move            waiting      | ok: curator | 403: director | 404: rest
POST programs:line_drop             line         | ok: curator | 403: director | 404: rest
POST programs:approval_answer       approval     | ok: mentor2 curator | 403: director | 404: rest
POST programs:acquaint              acquaintance | ok: mentee | 403: director curator mentor | 404: rest
GET  programs:pair_list             -            | ok: director curator psychologist | 403: rest
GET  programs:pair_new              -            | ok: curator | 403: rest
GET  programs:pair_answers          -            | ok: curator | 403: rest
GET  programs:pairing               -            | ok: curator | 403: rest
GET  programs:pairing_row           waiting_child | ok: curator | 403: rest
POST programs:pairing_rule          -            | ok: curator | 403: rest
POST programs:pairing_turn          -            | ok: curator | 403: rest
POST programs:pairing_send          -            | ok: curator | 403: rest
GET  programs:pairing_own           -            | ok: curator | 403: rest
GET  programs:pairing_terms         -            | ok: curator | 403: rest
GET  programs:pairing_groups        -            | ok: curator | 403: rest
POST programs:pairing_slips         -            | ok: curator | 403: rest
POST programs:pairing_notices       -            | ok: curator | 403: rest
GET  programs:handouts_ready        handouts_job | ok: curator | 404: rest
GET  programs:handouts_file         handouts_job | ok: curator | 404: rest
GET  programs:group_meeting_list    -            | ok: curator | 403: rest
GET  programs:group_meeting_new     -            | ok: curator | 403: rest
GET  programs:group_meeting_detail  known        | ok: curator | 404: rest
GET  programs:preference_sheets     known        | ok: curator | 404: rest
GET  programs:preference_edit       visitor      | ok: curator mentee parent | 404: rest
POST programs:preference_link       visitor      | ok: curator | 403: rest
GET  programs:my_wishes             -            | ok: mentor mentor2 mentee | 403: rest
GET  programs:wishes_edit           child        | ok: curator mentee parent | 403: director | 404: rest
GET  programs:pair_detail           pair         | ok: director curator psychologist mentor mentee parent | 404: rest
GET  programs:pair_detail           other_pair   | ok: director curator psychologist mentor2 | 404: rest
POST programs:pair_answer           mark         | ok: curator mentee | 403: director psychologist mentor parent | 404: rest
POST programs:pair_link             mark         | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
POST programs:pair_move             pair         | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
GET  programs:pair_replace          pair         | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
GET  programs:pair_extend           pair         | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
POST programs:change_drop           change       | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
POST programs:pair_result           pair         | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
GET  programs:pair_end_early        pair         | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
GET  programs:petition_ask          pair         | ok: mentee parent | 403: director curator psychologist mentor | 404: rest
GET  programs:petition_resign       pair         | ok: mentor | 403: director curator psychologist mentee parent | 404: rest
GET  programs:petition_enter        pair         | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
GET  programs:petition_list         -            | ok: director curator | 403: rest
GET  programs:petition_detail       petition     | ok: curator mentee parent | 404: rest
GET  programs:petition_detail       resignation  | ok: director curator mentor | 404: rest
GET  programs:petition_pdf          petition     | ok: curator mentee parent | 404: rest
POST programs:petition_decide       petition     | ok: curator | 403: mentee parent | 404: rest
POST programs:petition_decide       resignation  | ok: director curator | 403: mentor | 404: rest
POST programs:petition_withdraw     petition     | ok: mentee parent | 403: curator | 404: rest
GET  programs:early_end_new         pair         | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:early_end_order       early_end    | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
POST programs:early_end_drop        early_end    | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
POST programs:early_end_answer      end_mark     | ok: curator mentee | 403: director psychologist mentor parent | 404: rest
POST programs:early_end_link        end_mark     | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
GET  programs:handover_detail       handover     | ok: director curator mentor | 404: rest
POST programs:handover_detail       handover     | ok: curator mentor | 403: director | 404: rest
GET  programs:handover_pdf          handover     | ok: director curator mentor | 404: rest
GET  programs:former_log            pair         | ok: mentor | 404: rest
GET  programs:unpaired_list         -            | ok: director curator psychologist | 403: rest
GET  programs:unpaired_print        -            | ok: director curator psychologist | 403: rest
GET  programs:pair_from_paper       -            | ok: curator | 403: rest
GET  programs:application_pdf        candidacy    | ok: director curator mentor | 403: commission psychologist | 404: rest
GET  programs:nomination_pdf         candidacy    | ok: director curator mentor | 403: commission psychologist | 404: rest
GET  programs:duties_pdf             candidacy    | ok: director curator mentor | 403: commission psychologist | 404: rest
GET  programs:duties_received        candidacy    | ok: curator | 403: director mentor commission psychologist | 404: rest
GET  programs:application_blank      programme    | ok: rest
GET  programs:nomination_blank       programme    | ok: rest
GET  programs:agreement_pdf          pair         | ok: director curator mentor mentee parent | 403: psychologist | 404: rest
GET  programs:regime_edit            pair         | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
GET  programs:supplement_detail      supplement   | ok: director curator mentor2 | 404: rest
GET  programs:supplement_pdf         supplement   | ok: director curator mentor2 | 404: rest
GET  programs:supplement_edit        supplement   | ok: curator | 403: director mentor2 | 404: rest
POST programs:supplement_finish      supplement   | ok: curator | 403: director mentor2 | 404: rest
POST programs:supplement_sign        supplement   | ok: curator | 403: director mentor2 | 404: rest
POST programs:supplement_end         supplement   | ok: curator | 403: director mentor2 | 404: rest
GET  programs:supplement_notice      supplement   | ok: director curator mentor2 | 404: rest
GET  programs:statement_list         -            | ok: director curator | 403: rest
GET  programs:statement_new          mentor_card  | ok: curator | 403: rest
GET  programs:characteristic_new     pair_mentee  | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:award_list             -            | ok: director curator | 403: rest
GET  programs:award_sheets           award_batch  | ok: director curator | 403: rest
GET  programs:award_new              programme    | ok: curator | 403: rest
GET  programs:book_pdf               programme    | ok: rest
GET  programs:roadmap_pdf            programme    | ok: rest
GET  programs:regulation_pdf         programme    | ok: rest
GET  programs:memo_pdf               memo         | ok: rest
GET  programs:register_pdf           programme    | ok: director curator commission psychologist | 403: rest
GET  programs:folder_detail          programme    | ok: director curator | 403: rest
GET  programs:folder_missing         programme    | ok: director curator | 403: rest
GET  programs:folder_missing_pdf     programme    | ok: director curator | 403: rest
GET  programs:folder_ready           folder_job   | ok: curator | 404: rest
GET  programs:folder_download        folder_job   | ok: curator | 404: rest
GET  programs:pair_log               pair         | ok: director curator mentor mentee parent | 403: psychologist | 404: rest
GET  programs:meeting_new           pair         | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
POST programs:meeting_link          meeting      | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
POST programs:meeting_confirm       meeting      | ok: mentee parent | 403: director curator psychologist mentor | 404: rest
GET  programs:meeting_plan          pair         | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:meeting_missed        pair         | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:meeting_hours         -            | ok: director curator | 403: rest
GET  programs:meeting_move          planned      | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
POST programs:meeting_hold          planned      | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:meeting_off           planned      | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:meeting_words         meeting      | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
POST programs:meeting_deny          meeting      | ok: mentee parent | 403: director curator psychologist mentor | 404: rest
POST programs:meeting_settle        denied       | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
POST programs:meeting_attend        meeting      | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
GET  programs:silence_list          -            | ok: director curator | 403: rest
POST programs:silence_letters       -            | ok: curator | 403: rest
POST programs:silence_send          -            | ok: curator | 403: rest
GET  programs:silence_sent          -            | ok: curator | 403: rest
POST programs:silence_slips         -            | ok: curator | 403: rest
GET  programs:pulse_list            -            | ok: director curator | 403: rest
GET  programs:pulse_answer          pulse        | ok: mentee | 404: rest
POST programs:pulse_link            pulse        | ok: curator | 404: rest
POST programs:pulse_handle          answered     | ok: curator | 404: rest
GET  programs:help_list             -            | ok: director curator | 403: rest
GET  programs:help_new              -            | ok: mentee parent | 403: rest
GET  programs:help_detail           call         | ok: curator mentee | 404: rest
GET  programs:help_answer           call         | ok: curator | 403: mentee | 404: rest
GET  programs:help_detail           hard_call    | ok: director mentee | 404: rest
GET  programs:help_answer           hard_call    | ok: director | 403: mentee | 404: rest
POST programs:help_slip             child        | ok: curator | 403: director mentor mentee parent psychologist teacher | 404: rest
GET  registry:break_list            -            | ok: director curator | 403: rest
GET  registry:break_edit            break        | ok: curator | 403: rest
POST registry:break_forget          break        | ok: curator | 403: rest
POST programs:meeting_annul         meeting      | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:library               -            | ok: rest
GET  programs:library_new           -            | ok: curator | 403: rest
GET  programs:material_new          pair         | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:material_open         material     | ok: director curator psychologist mentor mentee parent | 404: rest
GET  programs:material_open         shelf_item   | ok: director curator psychologist mentor mentee parent | 404: rest
GET  programs:material_open         for_mentors  | ok: director curator psychologist mentor | 404: rest
POST programs:material_clear        material     | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
POST programs:material_drop         material     | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
POST programs:material_drop         shelf_item   | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
GET  programs:open_event_new        pair         | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:open_event_edit       open_event   | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
POST programs:open_event_annul      open_event   | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:helper_ask            pair         | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:helper_detail         helper       | ok: director curator psychologist mentor mentee parent teacher | 404: rest
POST programs:helper_detail         helper       | ok: curator mentor teacher | 403: director psychologist mentee parent | 404: rest
POST programs:helper_answer         helper       | 403: director curator psychologist mentor mentee parent | 404: rest
GET  programs:helper_paper          helper       | ok: curator | 403: director psychologist mentor mentee parent teacher | 404: rest
POST programs:helper_end            helper       | ok: curator mentor teacher | 403: director psychologist mentee parent | 404: rest
POST programs:helper_hours_drop     helper_line  | ok: curator mentor teacher | 403: director psychologist mentee parent | 404: rest
GET  programs:asked_list            -            | ok: director curator | 403: rest
GET  programs:asked_new             -            | ok: curator | 403: rest
GET  programs:asked_detail          asked_ask    | ok: director curator mentee parent | 404: rest
POST programs:asked_detail          asked_ask    | ok: mentee parent | 403: director curator | 404: rest
GET  programs:asked_file            asked_ask    | 404: rest
GET  programs:asked_file            sent_ask     | ok: director curator mentee parent | 404: rest
POST programs:asked_link            asked_ask    | ok: curator | 403: director mentee parent | 404: rest
GET  programs:asked_paper           asked_ask    | ok: curator | 403: director mentee parent | 404: rest
POST programs:asked_accept          answered_ask | ok: curator | 403: director mentee parent | 404: rest
POST programs:asked_return          answered_ask | ok: curator | 403: director mentee parent | 404: rest
POST programs:asked_withdraw        asked_ask    | ok: curator | 403: director mentee parent | 404: rest
GET  programs:suggestion_new        pair         | ok: mentor | 403: director curator psychologist mentee parent | 404: rest
GET  programs:suggestion_list       -            | ok: director | 403: rest
GET  programs:suggestion_detail     suggestion   | ok: director mentor | 404: rest
POST programs:suggestion_detail     suggestion   | ok: director | 403: mentor | 404: rest
GET  programs:contest_list          -            | ok: director curator | 403: rest
GET  programs:contest_new           pair         | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:contest_edit          contest      | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
POST programs:contest_annul         contest      | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:council               -            | ok: director curator | 403: rest
POST programs:council               -            | ok: curator | 403: rest
GET  programs:council_plan_pdf      -            | ok: director curator | 403: rest
POST programs:council_plan_done     council_plan | ok: curator | 403: director | 404: rest
POST programs:council_plan_drop     council_plan | ok: curator | 403: director | 404: rest
GET  programs:council_meeting_new   -            | ok: curator | 403: rest
GET  programs:council_meeting       council      | ok: director curator | 404: rest
POST programs:council_meeting       council      | ok: curator | 403: director | 404: rest
GET  programs:council_meeting_edit  council      | ok: curator | 403: director | 404: rest
POST programs:council_sign          council      | ok: curator | 403: director | 404: rest
GET  programs:council_original      council      | ok: curator | 403: director | 404: rest
GET  programs:council_minutes       council      | ok: director curator | 404: rest
POST programs:council_decision_done council_line | ok: curator | 403: director | 404: rest
POST programs:council_decision_drop council_line | ok: curator | 403: director | 404: rest
GET  programs:plan_detail           plan         | ok: director curator psychologist mentor mentee parent | 404: rest
GET  programs:plan_edit             plan         | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:plan_pdf              plan         | ok: director curator psychologist mentor mentee parent | 404: rest
GET  programs:plan_list             -            | ok: director curator psychologist | 403: rest
POST programs:plan_save             plan         | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  programs:plan_say              plan         | ok: mentee parent | 403: director curator psychologist mentor | 404: rest
GET  programs:plan_answer           plan_note    | ok: curator mentor | 403: mentee parent | 404: rest
POST programs:plan_line_done        plan_line    | ok: mentee parent | 403: director curator psychologist mentor | 404: rest
GET  programs:plan_version          version      | ok: director curator psychologist mentor mentee parent | 404: rest
GET  programs:plan_version_pdf      version      | ok: director curator psychologist mentor mentee parent | 404: rest
GET  programs:plan_typical_list     -            | ok: director curator | 403: rest
GET  programs:plan_typical          typical      | ok: director curator | 403: rest
GET  programs:plan_typical_edit     form_code    | ok: curator | 403: rest
GET  programs:plan_kind_edit        programme    | ok: curator | 403: rest
POST programs:plan_move             plan         | ok: curator mentor | 403: director psychologist mentee parent | 404: rest
GET  monitoring:values              pair_entry   | ok: curator psychologist | 403: director mentor mentee parent | 404: rest
POST monitoring:waive               pair_entry   | ok: curator | 403: director psychologist mentor mentee parent | 404: rest
"""


def lines() -> list[tuple[str, str, str, dict[str, str]]]:
    """(method, route, thing, {role or «rest»: answer})"""
    found = []
    for row in LINES.strip().splitlines():
        head, *answers = row.split("|")
        method, route, thing = head.split()
        expected = {}
        for part in answers:
            code, _, roles = part.partition(":")
            expected |= dict.fromkeys(roles.split(), code.strip())
        found.append((method, route, thing, expected))
    return found
