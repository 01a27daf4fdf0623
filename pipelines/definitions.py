"""What Dagster loads: assets, the job that builds a range of years, resources."""

import dagster as dg

from pipelines.assets import Watcher, Workspace, assets


@dg.definitions
def definitions() -> dg.Definitions:
    """Everything the web interface and the daemon need. Steps run in one process: a process each costs seconds."""
    return dg.Definitions(
        assets=assets(),
        jobs=[dg.define_asset_job("build", selection="*")],
        resources={"workspace": Workspace(), "watcher": Watcher()},
        executor=dg.in_process_executor,
    )
