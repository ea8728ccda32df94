//! The tables, as Diesel sees them; both databases have the same (tests/api/migrations.rs compares).

diesel::table! {
    users (id) {
        id -> BigInt,
        email -> Text,
        name -> Text,
        sort_key -> Binary,
        locale -> Text,
        password_hash -> Nullable<Text>,
        active -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        mail_bounced_at -> Nullable<Timestamp>,
        mail_bounce -> Nullable<Text>,
    }
}

diesel::table! {
    units (id) {
        id -> BigInt,
        name -> Text,
        name_key -> Text,
        sort_key -> Binary,
        kind -> Text,
        parent_id -> Nullable<BigInt>,
        staff_count -> Integer,
        email -> Nullable<Text>,
        active -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    desks (id) {
        id -> BigInt,
        name -> Text,
        name_key -> Text,
        sort_key -> Binary,
        fallback_id -> Nullable<BigInt>,
        active -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    role_grants (id) {
        id -> BigInt,
        user_id -> BigInt,
        role -> Text,
        unit_id -> Nullable<BigInt>,
        desk_id -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    absences (id) {
        id -> BigInt,
        user_id -> BigInt,
        substitute_id -> BigInt,
        starts_on -> Date,
        ends_on -> Date,
        reason -> Text,
        keeps_mail -> Bool,
        created_by_id -> Nullable<BigInt>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        told_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        user_id -> BigInt,
        user_agent -> Text,
        address -> Text,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    refresh_tokens (id) {
        id -> BigInt,
        session_id -> BigInt,
        token_hash -> Text,
        created_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    account_tokens (id) {
        id -> BigInt,
        user_id -> Nullable<BigInt>,
        purpose -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_in_failures (key) {
        key -> Text,
        failures -> Integer,
        first_at -> Timestamp,
        blocked_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    idempotency_keys (user_id, key) {
        user_id -> BigInt,
        key -> Text,
        request_hash -> Text,
        status -> Integer,
        etag -> Nullable<Text>,
        location -> Nullable<Text>,
        body -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    events (id) {
        id -> BigInt,
        subject -> Text,
        subject_id -> BigInt,
        action -> Text,
        actor_id -> Nullable<BigInt>,
        on_behalf_of_id -> Nullable<BigInt>,
        from_state -> Nullable<Text>,
        to_state -> Nullable<Text>,
        data -> crate::db::types::JsonSql,
        created_at -> Timestamp,
    }
}

diesel::table! {
    routing_versions (version) {
        version -> BigInt,
        created_by_id -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    routing_turns (desk_id) {
        desk_id -> BigInt,
        last_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    routing_rules (id) {
        id -> BigInt,
        version -> BigInt,
        position -> Integer,
        name -> Text,
        conditions -> crate::db::types::JsonSql,
        desk_id -> BigInt,
        owner_id -> Nullable<BigInt>,
        priority -> Nullable<Text>,
        round_robin -> Bool,
        watcher_ids -> crate::db::types::JsonSql,
        approval_chain_id -> Nullable<BigInt>,
        sla_policy -> Nullable<Text>,
    }
}

diesel::table! {
    meeting_series (id) {
        id -> BigInt,
        title -> Text,
        chair_id -> Nullable<BigInt>,
        place -> Text,
        active -> Bool,
        last_number -> Integer,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        recurrence -> Nullable<crate::db::types::JsonSql>,
        quorum -> Nullable<crate::db::types::JsonSql>,
        standing_items -> crate::db::types::JsonSql,
        minutes_review_days -> Nullable<Integer>,
    }
}

diesel::table! {
    series_people (id) {
        id -> BigInt,
        series_id -> BigInt,
        unit_id -> Nullable<BigInt>,
        user_id -> Nullable<BigInt>,
        guest_name -> Nullable<Text>,
        guest_email -> Nullable<Text>,
    }
}

diesel::table! {
    meetings (id) {
        id -> BigInt,
        series_id -> BigInt,
        number -> Integer,
        state -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        place -> Text,
        chair_id -> Nullable<BigInt>,
        agenda_revision -> Integer,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        planned_on -> Nullable<Date>,
        calendar_sequence -> Integer,
        reminded_for -> Nullable<Timestamp>,
        quorum_needed -> Nullable<Integer>,
        kind -> Text,
    }
}

diesel::table! {
    meeting_people (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        user_id -> BigInt,
        unit_id -> Nullable<BigInt>,
        attendance -> Nullable<Text>,
        substitute_name -> Nullable<Text>,
        answer -> Nullable<Text>,
        answer_note -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        substitute_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    meeting_guests (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        name -> Text,
        email -> Text,
        answer -> Nullable<Text>,
        answer_note -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        attendance -> Nullable<Text>,
        token_hash -> Nullable<Text>,
    }
}

diesel::table! {
    request_counters (year) {
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    requests (id) {
        id -> BigInt,
        number -> Nullable<Text>,
        category -> Text,
        unit_id -> BigInt,
        filer_id -> BigInt,
        title -> Text,
        description -> Text,
        details -> crate::db::types::JsonSql,
        amount_rials -> Nullable<BigInt>,
        state -> Text,
        resume_state -> Nullable<Text>,
        is_open -> Bool,
        priority -> Text,
        private -> Bool,
        desk_id -> Nullable<BigInt>,
        owner_id -> Nullable<BigInt>,
        rule_id -> Nullable<BigInt>,
        rule_version -> Nullable<BigInt>,
        due_at -> Nullable<Timestamp>,
        next_alarm_at -> Nullable<Timestamp>,
        raised_in_id -> Nullable<BigInt>,
        deferred_until -> Nullable<Date>,
        deferred_to_id -> Nullable<BigInt>,
        waiting_for -> Nullable<Text>,
        duplicate_of_id -> Nullable<BigInt>,
        disputed -> Bool,
        search_text -> Text,
        version -> Integer,
        created_at -> Timestamp,
        submitted_at -> Nullable<Timestamp>,
        updated_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        owner_for_id -> Nullable<BigInt>,
        theme_id -> Nullable<BigInt>,
        recounts -> Integer,
    }
}

diesel::table! {
    agenda_items (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        position -> Integer,
        kind -> Text,
        placement -> Text,
        request_id -> Nullable<BigInt>,
        commitment_id -> Nullable<BigInt>,
        title -> Text,
        minutes -> Integer,
        pinned -> Bool,
        excluded -> Bool,
        note -> Text,
        carried -> Integer,
        reason -> crate::db::types::JsonSql,
        discussed -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        theme_id -> Nullable<BigInt>,
        place -> Integer,
        placed -> Bool,
        exclusion_reason -> Nullable<Text>,
        standing_id -> Nullable<Integer>,
        proposal_id -> Nullable<BigInt>,
        spent_seconds -> Integer,
    }
}

diesel::table! {
    agenda_proposals (id) {
        id -> BigInt,
        series_id -> BigInt,
        meeting_id -> BigInt,
        unit_id -> BigInt,
        request_id -> Nullable<BigInt>,
        subject -> Nullable<Text>,
        why -> Text,
        state -> Text,
        proposed_by_id -> BigInt,
        decided_by_id -> Nullable<BigInt>,
        decision_reason -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    agenda_revisions (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        revision -> Integer,
        snapshot -> crate::db::types::JsonSql,
        published_by_id -> BigInt,
        published_at -> Timestamp,
    }
}

diesel::table! {
    meeting_sessions (meeting_id) {
        meeting_id -> BigInt,
        current_item_id -> Nullable<BigInt>,
        running_since -> Nullable<Timestamp>,
        seq -> Integer,
        version -> Integer,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    outcomes (id) {
        id -> BigInt,
        agenda_item_id -> BigInt,
        meeting_id -> BigInt,
        kind -> Text,
        text -> Text,
        recorded_by_id -> BigInt,
        created_at -> Timestamp,
        version -> Integer,
        moved -> Nullable<crate::db::types::JsonSql>,
        taken_back_at -> Nullable<Timestamp>,
        taken_back_reason -> Nullable<Text>,
    }
}

diesel::table! {
    commitments (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        outcome_id -> BigInt,
        request_id -> Nullable<BigInt>,
        who_id -> BigInt,
        text -> Text,
        state -> Text,
        first_due_on -> Date,
        due_on -> Date,
        repromises -> Integer,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        unit_id -> Nullable<BigInt>,
        ended_on -> Nullable<Date>,
        told_stage -> Integer,
    }
}

diesel::table! {
    mayor_subjects (id) {
        id -> BigInt,
        request_id -> Nullable<BigInt>,
        theme_id -> Nullable<BigInt>,
        asked -> Text,
        state -> Text,
        outcome_id -> Nullable<BigInt>,
        decided_outcome_id -> Nullable<BigInt>,
        marked_by_id -> BigInt,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    minutes_paragraphs (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        agenda_item_id -> BigInt,
        text -> Text,
        saved_by_id -> BigInt,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    minutes (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        text_version -> Integer,
        review_from -> Timestamp,
        review_days -> Integer,
        reminded_version -> Integer,
        code -> Nullable<Text>,
        approved_at -> Nullable<Timestamp>,
        approved_by_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    minutes_remarks (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        agenda_item_id -> Nullable<BigInt>,
        author_id -> BigInt,
        kind -> Text,
        text -> Text,
        proposed -> Nullable<Text>,
        text_version -> Integer,
        state -> Text,
        answer -> Nullable<Text>,
        answered_by_id -> Nullable<BigInt>,
        answered_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    minutes_versions (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        number -> Integer,
        content -> crate::db::types::JsonSql,
        hash -> Text,
        remark_id -> Nullable<BigInt>,
        made_by_id -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    minutes_addenda (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        number -> Integer,
        text -> Text,
        hash -> Text,
        made_by_id -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    webhooks (id) {
        id -> BigInt,
        title -> Text,
        url -> Text,
        events -> crate::db::types::JsonSql,
        include_private -> Bool,
        secret -> Text,
        old_secret -> Nullable<Text>,
        old_secret_until -> Nullable<Timestamp>,
        state -> Text,
        paused_reason -> Nullable<Text>,
        attempts -> Integer,
        next_attempt_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        lease -> Integer,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        deleted_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    webhook_deliveries (id) {
        id -> BigInt,
        webhook_id -> BigInt,
        event_id -> BigInt,
        state -> Text,
        attempts -> Integer,
        status -> Nullable<Integer>,
        error -> Nullable<Text>,
        created_at -> Timestamp,
        tried_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    mail_papers (hash) {
        hash -> Text,
        name -> Text,
        paper -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        message_id -> Text,
        kind -> Text,
        thread_key -> Nullable<Text>,
        recipient_id -> Nullable<BigInt>,
        to_name -> Text,
        to_address -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        in_reply_to -> Nullable<Text>,
        message_refs -> Text,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        hold_key -> Nullable<Text>,
        calendar -> Nullable<Text>,
        paper_hash -> Nullable<Text>,
        why -> Nullable<Text>,
        subject_kind -> Nullable<Text>,
        subject_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    notifications (id) {
        id -> BigInt,
        user_id -> BigInt,
        kind -> Text,
        why -> Text,
        topic -> Text,
        subject -> Nullable<Text>,
        subject_id -> Nullable<BigInt>,
        label -> Text,
        title -> Text,
        actor -> Nullable<Text>,
        quote -> Nullable<Text>,
        in_place_of -> Nullable<Text>,
        path -> Nullable<Text>,
        digest -> Text,
        hold_key -> Nullable<Text>,
        created_at -> Timestamp,
        visible_at -> Timestamp,
        read_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    notification_preferences (user_id) {
        user_id -> BigInt,
        choices -> crate::db::types::JsonSql,
        digest -> Bool,
        digest_hour -> Integer,
        weekly -> Bool,
        version -> Integer,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    mail_letterhead (id) {
        id -> BigInt,
        heading_fa -> Text,
        heading_en -> Text,
        footer_fa -> Text,
        footer_en -> Text,
        accent -> Text,
        version -> Integer,
        updated_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    digest_days (user_id) {
        user_id -> BigInt,
        digest_on -> Nullable<Date>,
        weekly_on -> Nullable<Date>,
    }
}

diesel::table! {
    incoming_mails (id) {
        id -> BigInt,
        digest -> Text,
        source -> Text,
        state -> Text,
        reason -> Nullable<Text>,
        detail -> Nullable<Text>,
        message_id -> Nullable<Text>,
        sender_name -> Text,
        sender_address -> Text,
        sender_id -> Nullable<BigInt>,
        subject -> Text,
        excerpt -> Text,
        files -> crate::db::types::JsonSql,
        size_bytes -> BigInt,
        object -> Text,
        request_id -> Nullable<BigInt>,
        comment_id -> Nullable<BigInt>,
        meeting_id -> Nullable<BigInt>,
        repeats -> Integer,
        version -> Integer,
        received_at -> Timestamp,
        told_at -> Nullable<Timestamp>,
        handled_at -> Nullable<Timestamp>,
        handled_by_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    bounced_addresses (address) {
        address -> Text,
        message_id -> Text,
        status -> Text,
        said -> Text,
        bounced_at -> Timestamp,
    }
}

diesel::table! {
    calendar_sets (name) {
        name -> Text,
        version -> Integer,
        periods -> crate::db::types::JsonSql,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    holidays (id) {
        id -> BigInt,
        kind -> Text,
        title -> Text,
        title_key -> Text,
        on_date -> Nullable<Date>,
        month -> Nullable<Integer>,
        day -> Nullable<Integer>,
        from_year -> Nullable<Integer>,
        until_year -> Nullable<Integer>,
        from_minute -> Nullable<Integer>,
        until_minute -> Nullable<Integer>,
        lunar -> Bool,
        sort_key -> Integer,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    approval_chains (id) {
        id -> BigInt,
        name -> Text,
        name_key -> Text,
        sort_key -> Binary,
        steps -> crate::db::types::JsonSql,
        is_default -> Bool,
        active -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    approvals (id) {
        id -> BigInt,
        subject -> Text,
        subject_id -> BigInt,
        chain_id -> Nullable<BigInt>,
        chain_name -> Text,
        steps -> crate::db::types::JsonSql,
        asked_by_id -> BigInt,
        requester_id -> BigInt,
        unit_id -> BigInt,
        amount_rials -> Nullable<BigInt>,
        note -> Nullable<Text>,
        state -> Text,
        round -> Integer,
        step -> Integer,
        step_opened_at -> Timestamp,
        reminded_at -> Nullable<Timestamp>,
        escalated_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    approval_deciders (approval_id, user_id) {
        approval_id -> BigInt,
        user_id -> BigInt,
    }
}

diesel::table! {
    approval_decisions (id) {
        id -> BigInt,
        approval_id -> BigInt,
        round -> Integer,
        step -> Integer,
        user_id -> BigInt,
        verdict -> Text,
        reason -> Nullable<Text>,
        in_place -> Bool,
        by_link -> Bool,
        created_at -> Timestamp,
        on_behalf_of_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    approval_links (id) {
        id -> BigInt,
        approval_id -> BigInt,
        round -> Integer,
        step -> Integer,
        user_id -> BigInt,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    request_imports (id) {
        id -> BigInt,
        request_id -> BigInt,
        import_key -> Text,
    }
}

diesel::table! {
    sla_versions (version) {
        version -> Integer,
        lines -> crate::db::types::JsonSql,
        created_by_id -> Nullable<BigInt>,
        created_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    deadline_alarms (id) {
        id -> BigInt,
        request_id -> BigInt,
        clock -> Text,
        stage -> Text,
        due_at -> Timestamp,
        user_id -> Nullable<BigInt>,
        why -> Text,
        raised_at -> Timestamp,
        told_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    comments (id) {
        id -> BigInt,
        request_id -> BigInt,
        author_id -> BigInt,
        text -> Text,
        internal -> Bool,
        edits -> Integer,
        deleted_by_id -> Nullable<BigInt>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    deadline_recounts (id) {
        id -> Integer,
        basis -> BigInt,
        because -> Text,
        after_id -> BigInt,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    comment_edits (id) {
        id -> BigInt,
        comment_id -> BigInt,
        text -> Text,
        written_at -> Timestamp,
        replaced_at -> Timestamp,
    }
}

diesel::table! {
    stamps (name) {
        name -> Text,
        stamp -> Text,
    }
}

diesel::table! {
    rounds (name) {
        name -> Text,
        holder -> Text,
        leased_until -> Timestamp,
    }
}

diesel::table! {
    comment_mentions (comment_id, user_id) {
        comment_id -> BigInt,
        user_id -> BigInt,
    }
}

diesel::table! {
    request_watchers (request_id, user_id) {
        request_id -> BigInt,
        user_id -> BigInt,
        added_by_id -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    request_links (id) {
        id -> BigInt,
        from_id -> BigInt,
        to_id -> BigInt,
        kind -> Text,
        created_by_id -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    tags (id) {
        id -> BigInt,
        name -> Text,
        name_key -> Text,
        sort_key -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    attachments (id) {
        id -> BigInt,
        subject -> Text,
        subject_id -> BigInt,
        unit_id -> BigInt,
        uploader_id -> BigInt,
        name -> Text,
        kind -> Text,
        macros -> Bool,
        size_bytes -> BigInt,
        sha256 -> Text,
        object -> Text,
        thumbnail -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    request_tags (request_id, tag_id) {
        request_id -> BigInt,
        tag_id -> BigInt,
    }
}

diesel::table! {
    triage_batches (id) {
        id -> BigInt,
        actor_id -> BigInt,
        undo_until -> Timestamp,
        undone_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    triage_batch_items (id) {
        id -> BigInt,
        batch_id -> BigInt,
        request_id -> BigInt,
        action -> Text,
        version -> Integer,
        before -> crate::db::types::JsonSql,
    }
}

diesel::table! {
    attachment_usage (unit_id) {
        unit_id -> BigInt,
        used_bytes -> BigInt,
    }
}

diesel::table! {
    themes (id) {
        id -> BigInt,
        title -> Text,
        description -> Text,
        units -> Integer,
        merged_into_id -> Nullable<BigInt>,
        created_by_id -> BigInt,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    errands (name) {
        name -> Text,
        after_id -> BigInt,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    users,
    units,
    desks,
    role_grants,
    absences,
    sessions,
    refresh_tokens,
    account_tokens,
    sign_in_failures,
    idempotency_keys,
    events,
    routing_versions,
    routing_turns,
    routing_rules,
    meeting_series,
    series_people,
    meetings,
    meeting_people,
    meeting_guests,
    request_counters,
    requests,
    agenda_items,
    agenda_proposals,
    agenda_revisions,
    meeting_sessions,
    outcomes,
    commitments,
    minutes_paragraphs,
    minutes,
    minutes_remarks,
    minutes_versions,
    minutes_addenda,
    mayor_subjects,
    outbox,
    notifications,
    notification_preferences,
    digest_days,
    mail_letterhead,
    mail_papers,
    webhooks,
    webhook_deliveries,
    incoming_mails,
    bounced_addresses,
    calendar_sets,
    holidays,
    approval_chains,
    approvals,
    approval_deciders,
    approval_decisions,
    approval_links,
    request_imports,
    sla_versions,
    deadline_alarms,
    deadline_recounts,
    stamps,
    rounds,
    comments,
    comment_edits,
    comment_mentions,
    request_watchers,
    request_links,
    tags,
    request_tags,
    triage_batches,
    triage_batch_items,
    attachments,
    attachment_usage,
    themes,
    errands,
);
