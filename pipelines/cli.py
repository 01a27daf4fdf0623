"""The command line. Every command imports what it needs when it runs, so that --help and value answer at once."""

from __future__ import annotations

import sys

from cyclopts import App, CycloptsError

from pipelines.commands.asking import ask, export, report, review, sql
from pipelines.commands.building import build, ingest, rollback, versions
from pipelines.commands.clusters import worker
from pipelines.commands.reading import extract, value
from pipelines.commands.shared import WRONG_USAGE, Complaint

app = App(
    name="jixiao",
    help="""Chinese department budget performance texts (部门预算绩效文本) as one warehouse.

    A first round: put published files below data/raw, build, then ask:

        jixiao build
        jixiao sql "FROM v_project LIMIT 5"
    """,
    version_flags=["--version"],
    help_format="plaintext",
    result_action="return_value",
)

for _command in (build, versions, rollback, ingest, extract, value, sql, ask, export, report, review, worker):
    app.command(_command)
app.command(
    "pipelines.commands.status:status",
    help="""Say what is published, how old it is, what was kept out and why, and what to look at.

    Exit codes, for cron and monitoring:

    0  all is well
    1  nothing is published yet
    2  wrong usage
    3  something to look at; the end of the output says what
    """,
)
app.command(
    "pipelines.commands.metrics:metrics",
    help="""Print the figures of the published warehouse for a monitoring system, as OpenMetrics text.

    With --to FILE.prom in the folder of a node exporter's textfile collector. Exit code 0 also where nothing is
    published yet: jixiao_warehouse_published is 0 then.
    """,
)


@app.command
def doctor() -> int:
    """Say which formats can be read here, and which versions are installed."""
    from pipelines.doctor import report

    print(report())
    return 0


_NO_CHINESE = (
    "What this writes to cannot hold Chinese ({encoding}): set PYTHONIOENCODING=utf-8, or LANG to a locale with UTF-8."
)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with the contract's codes."""
    try:
        code = app(arguments, exit_on_error=False, print_error=True)
    except CycloptsError:
        code = WRONG_USAGE
    except Complaint as complaint:
        print(complaint, file=sys.stderr)
        code = complaint.code
    except BrokenPipeError:
        code = 0
    except UnicodeEncodeError as error:
        print(_NO_CHINESE.format(encoding=error.encoding), file=sys.stderr)
        code = WRONG_USAGE
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
