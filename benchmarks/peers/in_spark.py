"""The job in Spark on this machine: the steps of our own line, transpiled, over the same segments."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from benchmarks.variants import Task, Took
from benchmarks.world import World
from mqa import judging, line, pipeline
from mqa.pipeline import Step
from mqa.scoring.patterns import Shape
from mqa.terms.tables import WORLD, RuleRows
from mqa.warehouse.steps import engine_sql

HEAP = "6g"  # of the 8 GB that a peer may use; the rest is what a JVM needs besides
STEPS = (*pipeline.DAY, *pipeline.FOLD, *pipeline.LAST, *pipeline.NEAR, *pipeline.WHOLE)


def run(of: World, task: Task, took: Took, out: Path) -> None:
    """Makes all tables of one day, as `mqa run` does where nobody stood anywhere before."""
    spark = _session(task, out)
    took.shards = 1
    with _timed(spark, took, "rules"):
        for name in WORLD:
            _scanned(spark, of, name).createOrReplaceTempView(name)
        for name, rows in _rules(spark, of, task.as_of).items():
            _literal(spark, name, rows).createOrReplaceTempView(name)
    with _timed(spark, took, "roll-up"):
        _made(spark, pipeline.ROLL_UP, out)
    took.activity_days = spark.table(pipeline.ROLL_UP.table).count()
    with _timed(spark, took, "judging"):
        for step in STEPS:
            _made(spark, step, out)
    if task.stored:
        with _timed(spark, took, "storing"):
            held = {name: f"select * from {name}" for name in ("levels_held", "benchmarks")}
            for name, query in (judging.queries_to_store() | held).items():
                if name != "transitions":  # no step: the fold makes them in Python
                    spark.sql(engine_sql(query, "spark")).write.parquet(str(out / f"{name}-0.parquet"))
    spark.stop()


def _session(task: Task, out: Path) -> SparkSession:
    settings = {
        "spark.driver.memory": HEAP,
        "spark.local.dir": str(out),
        "spark.sql.warehouse.dir": str(out / "warehouse"),
        "spark.sql.shuffle.partitions": 4 * task.threads,  # as many as there is work for: Spark joins small ones
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.maxPlanStringLength": 1000,
    }
    builder = SparkSession.builder.master(f"local[{task.threads}]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _scanned(spark: SparkSession, of: World, name: str) -> DataFrame:
    """A world table from its segments."""
    columns = WORLD[name].columns
    files = [str(of.folder / file) for file in of.segments.get(name, ())]
    return spark.read.parquet(*files).select(*columns) if files else _literal(spark, name, [])


def _rules(spark: SparkSession, of: World, as_of: int) -> RuleRows:
    """All rule tables, the day that is asked for, and that nobody stood anywhere the day before."""
    shapes = [Shape(*row) for row in spark.table("shapes").select(*Shape._fields).distinct().collect()]
    titles = spark.sql("select distinct coalesce(title, ''), coalesce(role, '') from people").collect()
    day = [(as_of, as_of)]
    rules = pipeline.rules(of.definition, sorted(shapes), [(title, role) for title, role in titles])
    nothing: RuleRows = {name: [] for name in pipeline.YESTERDAY}
    return {**rules, **pipeline.day_rows(day, of.definition), "today": list(day), **nothing}


def _literal(spark: SparkSession, name: str, rows: line.Rows) -> DataFrame:
    return spark.createDataFrame(line._literal(name, rows))  # of Arrow: Spark knows its size, and sends it to the joins


def _made(spark: SparkSession, step: Step, out: Path) -> None:
    """Makes a step's table, as Parquet."""
    for name, query in step.given:
        spark.sql(engine_sql(query, "spark")).createOrReplaceTempView(name)
    made = spark.sql(engine_sql(line.typed_sql(step), "spark"))
    if step.passing:
        made.createOrReplaceTempView(step.table)
        return
    path = str(out / "steps" / step.table)  # in memory, plans would grow with each step
    made.write.parquet(path)
    spark.read.parquet(path).createOrReplaceTempView(step.table)


@contextmanager
def _timed(spark: SparkSession, took: Took, part: str) -> Iterator[None]:
    """As `Took.timed`, with the seconds of the JVM's processors."""
    worked = _processor(_pid(spark))
    with took.timed(part):
        yield
    took.processor[part] += _processor(_pid(spark)) - worked


def _pid(spark: SparkSession) -> int:
    pid: int = spark.sparkContext._gateway.proc.pid
    return pid


def _processor(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
