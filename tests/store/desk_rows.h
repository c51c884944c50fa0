/* desk_rows.h - rows as they come about in months of work, for what deletes some of them again. */
#ifndef DESK_ROWS_H
#define DESK_ROWS_H

/*
 * Four groups of a department, one question and one post each: 1 was posted long ago (at 1000),
 * 2 waits, 3 was rejected at 900000, 4 was posted long ago and has a second post that is gone
 * since 500.  Time is 1000000 then.
 */
static const char desk_rows[] =
    "INSERT INTO department (id, key, name, language, active) VALUES (1, 'phys', 'Physics', 'en', "
    "1);"
    "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site, delay_ms, "
    "max_pages, active) VALUES (1, 1, 'f', 'http://f.example/', 'b', 'answer', 'all', 0, 0, 9, 1);"
    "INSERT INTO host (id, authority) VALUES (1, 'http://f.example');"
    "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority,"
    " first_seen_s) SELECT value, value, 'http://f.example/' || value, 1, 1, 'done', 'page', 0, 0, "
    "0"
    " FROM (SELECT 1 AS value UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5);"
    "INSERT INTO url_source SELECT id, 1 FROM url;"
    "INSERT INTO page (url_id, title, kind, content_hash, noindex, fetched_s, changed_s)"
    " SELECT id, '', 'thread', id, 0, 1, 1 FROM url;"
    "INSERT INTO post (id, url_id, permalink, title, body, tags, asker_hash, how, p, content_hash,"
    " first_seen_s, last_seen_s, changed_s, gone_s) SELECT id, id, address, 'Title ' || id,"
    " 'My secret words ' || id, '', 'hash' || id, 'x', .9, id, 100, 100, 100,"
    " CASE id WHEN 5 THEN 500 END FROM url;"
    "INSERT INTO post_match SELECT id, 1, 1, 'physics' FROM post;"
    "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash, created_s)"
    " SELECT id, 1, title, body, 'en', 'titl ' || id, id, 100 FROM post WHERE id < 5;"
    "INSERT INTO sighting (post_id, department_id, question_id, post_hash)"
    " SELECT id, 1, CASE id WHEN 5 THEN 4 ELSE id END, id FROM post;"
    "INSERT INTO question_group (id, department_id, head_id, created_s, changed_s)"
    " SELECT id, 1, id, 100, 100 FROM question;"
    "INSERT INTO group_link (question_id, group_id, p, why) SELECT id, id, 1, '{}' FROM question;"
    "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, confidence, voice, template,"
    " basis_hash, checks, created_s, post_id, asked) SELECT id, id, 'neutral', 1, 'answer',"
    " 'See our page. ' || id, .9, 'warm', 't', 0, '[]', 200, id, title || body FROM post"
    " WHERE id < 5;"
    "INSERT INTO decision (id, group_id, draft_id, revision, verb, state, text, reason, actor,"
    " at_s) VALUES (1, 1, 1, 1, 'approve', 'approved', NULL, NULL, 'ann', 900),"
    " (2, 1, 1, 2, 'post', 'posted', NULL, NULL, 'ann', 1000),"
    " (3, 3, 3, 1, 'reject', 'rejected', NULL, 'wrong', 'ann', 900000),"
    " (4, 4, 4, 1, 'approve', 'approved', NULL, NULL, 'ann', 900),"
    " (5, 4, 4, 2, 'post', 'posted', NULL, NULL, 'ann', 1000);"
    "INSERT INTO posting VALUES (1, 1, 2, 1, 'http://f.example/1#a', 'ann', 1000);"
    "INSERT INTO note VALUES (1, 1, 'look at MY SECRET WORDS 1', 'ann', 950);"
    "INSERT INTO crawl_run VALUES (1, 100, 200, 7, 5, 2, 'done'), (2, 990000, 990010, 1, 1, 0, "
    "'d');"
    "INSERT INTO crawl_source (run_id, source_id, requests, pages, questions)"
    " VALUES (1, 1, 7, 5, 2), (2, 1, 1, 1, 0);"
    "INSERT INTO fetch (host_id, url_id, run_id, at_ms, span_ms, status, body_bytes, outcome)"
    " VALUES (1, 1, 1, 100000, 1, 200, 1, ''), (1, 1, 1, 200000, 1, 200, 1, ''),"
    " (1, 2, 1, 100000, 1, 200, 1, ''), (1, NULL, 1, 100000, 1, 200, 1, '')";

#endif /* DESK_ROWS_H */
