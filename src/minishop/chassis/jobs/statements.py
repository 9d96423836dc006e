"""The statements of the job table, written out: what they may cost is part of what they promise.

``$skip`` is the lock of a claim, which SQLite, with its one writer, has not. ``$turn`` is ``domain.lines.turn`` in SQL: it asks the share
index for the last ready job of the row's share and line, and takes ``now`` as a parameter.
"""

from __future__ import annotations

from functools import cache
from string import Template

from minishop.chassis.jobs.domain.lines import STEP, Pool

_STEP = f"(CASE job.pool WHEN {Pool.STRANGERS:d} THEN {STEP[Pool.STRANGERS]} ELSE {STEP[Pool.INSIDE]} END)"
_TURN = """
CASE WHEN job.share = 0 THEN %(now)s ELSE COALESCE(
  (SELECT CASE WHEN last.turn + $step > %(now)s THEN last.turn + $step ELSE %(now)s END
     FROM jobs_job AS last WHERE last.state = 'ready' AND last.share = job.share AND last.line = job.line
    ORDER BY last.turn DESC LIMIT 1), %(now)s) END
"""

# A key that is there is always written to, also when nothing changes: the row is held until the commit, so that no worker can run it in
# between without seeing the fact that it is for.
ENQUEUE = """
INSERT INTO jobs_job AS job (id, task, arguments, tenant, pool, line, share, key, state, turn, ready_at, run_at, calendar,
                             attempts, losses, worker, again, last_error, created_at)
VALUES (%(id)s, %(task)s, %(arguments)s, %(tenant)s, %(pool)s, %(line)s, %(share)s, %(key)s, %(state)s,
  CASE WHEN %(share)s = 0 THEN %(now)s ELSE COALESCE(
    (SELECT CASE WHEN last.turn + %(step)s > %(now)s THEN last.turn + %(step)s ELSE %(now)s END
       FROM jobs_job AS last WHERE last.state = 'ready' AND last.share = %(share)s AND last.line = %(line)s
      ORDER BY last.turn DESC LIMIT 1), %(now)s) END,
  %(ready_at)s, %(run_at)s, %(calendar)s, 0, 0, NULL, %(no)s, '', %(created_at)s)
ON CONFLICT (key) WHERE NOT key = '' DO UPDATE SET
  line = CASE WHEN excluded.line < job.line THEN excluded.line ELSE job.line END,
  share = excluded.share,
  state = CASE job.state
    WHEN 'later' THEN CASE WHEN job.attempts = 0 THEN excluded.state ELSE job.state END
    WHEN 'dead' THEN CASE WHEN job.losses < %(poison)s THEN excluded.state ELSE job.state END
    ELSE job.state END,
  turn = CASE
    WHEN job.state = 'ready' AND job.turn < excluded.turn THEN job.turn
    WHEN job.state = 'running' THEN job.turn
    ELSE excluded.turn END,
  ready_at = CASE
    WHEN job.state = 'dead' OR (job.state = 'later' AND job.attempts = 0) THEN excluded.ready_at ELSE job.ready_at END,
  run_at = CASE
    WHEN job.state = 'later' AND job.attempts = 0 AND excluded.run_at > job.run_at THEN job.run_at
    WHEN job.state = 'later' AND job.attempts > 0 THEN job.run_at
    WHEN job.state = 'running' AND job.again AND (job.run_at IS NULL OR excluded.run_at > job.run_at) THEN job.run_at
    WHEN job.state = 'ready' THEN job.run_at
    ELSE excluded.run_at END,
  calendar = CASE
    WHEN job.state IN ('running', 'dead') OR (job.state = 'later' AND job.attempts = 0) THEN excluded.calendar ELSE job.calendar END,
  attempts = CASE WHEN job.state = 'dead' AND job.losses < %(poison)s THEN 0 ELSE job.attempts END,
  again = job.again OR job.state = 'running' OR (job.state = 'dead' AND job.losses >= %(poison)s)
"""

# A worker that was declared gone takes nothing any more: it may not know yet, and nobody would take that back from it.
_UNLESS_GONE = "AND NOT EXISTS (SELECT 1 FROM jobs_worker WHERE id = %(worker)s AND gone)"
_TAKEN = "task, arguments, tenant, pool, line, share, turn, attempts, losses"

CLAIM_POSTGRESQL = """
WITH picked AS MATERIALIZED (
  SELECT id FROM jobs_job WHERE state = 'ready' AND pool = %(pool)s AND line BETWEEN %(first)s AND %(last)s $above $unless_gone
  ORDER BY pool, line, turn, id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
UPDATE jobs_job AS job SET state = 'running', worker = %(worker)s, attempts = job.attempts + 1, run_at = NULL
FROM picked WHERE job.id = picked.id RETURNING job.id, $taken
"""
CLAIM_SQLITE = """
UPDATE jobs_job AS job SET state = 'running', worker = %(worker)s, attempts = job.attempts + 1, run_at = NULL
WHERE id IN (
  SELECT id FROM jobs_job WHERE state = 'ready' AND pool = %(pool)s AND line BETWEEN %(first)s AND %(last)s $above $unless_gone
  ORDER BY pool, line, turn, id LIMIT %(most)s)
RETURNING id, $taken
"""
# For SQLite, where a claim that finds nothing would still take the one writer's turn. PostgreSQL would read the head of the index for it,
# however full that is of what is finished.
ANY_READY = """
SELECT 1 FROM jobs_job WHERE state = 'ready' AND pool = %(pool)s AND line BETWEEN %(first)s AND %(last)s LIMIT 1
"""

WAITING = """
SELECT COUNT(*) FROM (SELECT 1 FROM jobs_job WHERE state = 'ready' AND pool = %(pool)s AND line = %(line)s LIMIT %(most)s) AS ready
"""

LOCK_MINE = "SELECT id FROM jobs_job WHERE id IN ($ids) AND worker = %(worker)s ORDER BY id $lock"
DELETE_DONE = "DELETE FROM jobs_job WHERE id IN ($ids) AND worker = %(worker)s AND NOT again RETURNING id"
# Asked for again while it ran: at once, or when that was asked for.
RUN_AGAIN = """
UPDATE jobs_job AS job SET
  state = CASE WHEN job.run_at IS NULL THEN 'ready' ELSE 'later' END,
  turn = $turn, ready_at = CASE WHEN job.run_at IS NULL THEN %(now)s END,
  attempts = 0, losses = 0, again = %(no)s, worker = NULL
WHERE id IN ($ids) AND worker = %(worker)s AND again RETURNING id
"""
GO_ON = """
UPDATE jobs_job AS job SET state = 'ready', turn = $turn, ready_at = %(now)s,
  attempts = 0, losses = 0, again = %(no)s, run_at = NULL, worker = NULL
WHERE id IN ($ids) AND worker = %(worker)s RETURNING id
"""
PUT_OFF = """
UPDATE jobs_job SET state = 'later', run_at = %(run_at)s, calendar = %(no)s, ready_at = NULL,
  losses = 0, again = %(no)s, worker = NULL, last_error = %(reason)s
WHERE id = %(id)s AND worker = %(worker)s RETURNING id
"""
# What was asked for while the last attempt ran begins anew.
GIVE_UP = """
UPDATE jobs_job AS job SET
  state = CASE WHEN NOT job.again THEN 'dead' WHEN job.run_at IS NULL THEN 'ready' ELSE 'later' END,
  attempts = CASE WHEN job.again THEN 0 ELSE job.attempts END,
  turn = $turn, ready_at = CASE WHEN job.again AND job.run_at IS NULL THEN %(now)s END,
  losses = 0, again = %(no)s, worker = NULL, last_error = %(reason)s
WHERE id IN ($ids) AND worker = %(worker)s RETURNING id
"""
GIVE_BACK = """
UPDATE jobs_job SET state = 'ready', attempts = attempts - 1, again = %(no)s, run_at = NULL, worker = NULL
WHERE id IN ($ids) AND worker = %(worker)s RETURNING id
"""
# The party it is for is not asked just now. That is no attempt; the others of its share go with it.
POSTPONE = """
UPDATE jobs_job SET state = 'later', run_at = %(run_at)s, calendar = %(no)s, ready_at = NULL,
  attempts = attempts - 1, again = %(no)s, worker = NULL
WHERE id IN ($ids) AND worker = %(worker)s RETURNING id
"""
POSTPONE_SHARE = """
UPDATE jobs_job SET state = 'later', run_at = %(run_at)s, calendar = %(no)s, ready_at = NULL
WHERE id $among (SELECT id FROM jobs_job WHERE state = 'ready' AND share = %(share)s AND pool = %(pool)s LIMIT %(most)s $skip)$closed
"""

ANY_LATER = "SELECT 1 FROM jobs_job WHERE state = 'later' AND calendar = %(calendar)s AND $due LIMIT 1"
# Promotion is three statements a batch, whatever waits: what is due, up to where its shares' ready jobs stand, and the turns behind that,
# which ``domain.lines`` gives. They travel as one value: a thousand of them take longer to be written down than to be looked up.
PICK_DUE = """
SELECT id, pool, share, line, run_at FROM jobs_job WHERE state = 'later' AND calendar = %(calendar)s AND $due LIMIT %(most)s $skip
"""
# After a quiet hour PostgreSQL's figures say that nothing is ready: then another index and a sort look as cheap as the one in which the last
# turn stands at the end, and every look-up would read all that is ready by now. For the rest of the transaction a sort is its last resort.
NO_SORT = "SET LOCAL enable_sort = off"
LAST_TURNS = """
SELECT place.one, place.other,
  (SELECT last.turn FROM jobs_job AS last WHERE last.state = 'ready' AND last.share = place.one AND last.line = place.other
    ORDER BY last.turn DESC LIMIT 1)
FROM $pairs AS place
"""
PROMOTE = """
UPDATE jobs_job AS job SET state = 'ready', ready_at = %(now)s, turn = given.other, run_at = NULL
FROM $pairs AS given WHERE job.id = given.one $by_array
"""
DUE = "run_at <= %(due)s ORDER BY calendar, run_at"
# A stranger is to be asked at once: its jobs that wait, whether for it or for their own next attempt. The index of strangers' waiting jobs
# is for this pool alone, which the statement therefore spells out.
HASTEN = """
UPDATE jobs_job AS job SET state = 'ready', turn = $turn, ready_at = %(now)s, run_at = NULL
WHERE id IN (SELECT id FROM jobs_job WHERE state = 'later' AND pool = 1 AND share = %(share)s LIMIT %(most)s $skip)
"""
WAIT_NO_LONGER = """
UPDATE jobs_job AS job SET state = 'ready', turn = $turn, ready_at = %(now)s, run_at = NULL
WHERE key = %(key)s AND NOT key = '' AND state = 'later'
"""
# No pause by true time is longer than an hour: a job that lies further ahead was written before its clock was set back.
TOO_FAR = "run_at > %(due)s ORDER BY calendar DESC, run_at DESC"

BRING_FORWARD = """
UPDATE jobs_job SET run_at = run_at - %(by)s WHERE id IN (
  SELECT id FROM jobs_job WHERE state = 'later' AND calendar = %(no)s AND id > %(after)s ORDER BY id LIMIT %(most)s) RETURNING id
"""

TAKE_BACK = """
UPDATE jobs_job AS job SET state = 'ready', turn = $turn, ready_at = %(now)s,
  losses = losses + 1, again = %(no)s, run_at = NULL, worker = NULL
WHERE state = 'running' AND worker = %(worker)s AND losses + 1 < %(poison)s RETURNING id
"""
BURY_POISON = """
UPDATE jobs_job SET state = 'dead', losses = losses + 1, worker = NULL, last_error = %(reason)s
WHERE state = 'running' AND worker = %(worker)s AND losses + 1 >= %(poison)s RETURNING id
"""
AT_WORK = "SELECT DISTINCT worker FROM jobs_job WHERE state = 'running'"
RUNNING_OF = "SELECT id, pool FROM jobs_job WHERE state = 'running' AND worker = %(worker)s"
REVIVE = """
UPDATE jobs_job AS job SET state = 'ready', turn = $turn, ready_at = %(now)s,
  attempts = 0, losses = 0, again = %(no)s, run_at = NULL
WHERE id IN ($ids) AND state = 'dead' RETURNING id
"""


_PAIRS = {
    "sqlite": "(SELECT value ->> 0 AS one, value ->> 1 AS other FROM json_each(%(pairs)s))",
    "postgresql": "(SELECT (value ->> 0)::bigint AS one, (value ->> 1)::bigint AS other FROM jsonb_array_elements(%(pairs)s::jsonb))",
}

# PostgreSQL alone needs to be told twice; SQLite would read the pairs anew for each of them.
_BY_ARRAY = {"sqlite": "", "postgresql": "AND job.id = ANY (ARRAY (SELECT one FROM $pairs AS these))"}


@cache
def statement(text: str, vendor: str, *, ids: int = 0, above: str = "", due: str = "") -> str:
    """A statement for an engine, with room for so many identities, named ``id0``, ``id1`` … ``pairs`` is a JSON list of pairs of numbers."""
    skip = "FOR UPDATE SKIP LOCKED" if vendor == "postgresql" else ""
    lock = "FOR UPDATE" if vendor == "postgresql" else ""
    # PostgreSQL reads an array's rows by their identities; of a set it may think that the whole table is cheaper, or pick it twice.
    among, closed = ("= ANY (ARRAY", ")") if vendor == "postgresql" else ("IN", "")
    places = ", ".join(f"%(id{number})s" for number in range(ids))
    turn = Template(_TURN).substitute(step=_STEP)
    named = {
        "turn": turn,
        "taken": _TAKEN,
        "unless_gone": _UNLESS_GONE,
        "skip": skip,
        "lock": lock,
        "among": among,
        "closed": closed,
        "pairs": _PAIRS[vendor],
        "by_array": Template(_BY_ARRAY[vendor]).substitute(pairs=_PAIRS[vendor]),
    }
    return Template(text).substitute(named, ids=places, above=above, due=due)
