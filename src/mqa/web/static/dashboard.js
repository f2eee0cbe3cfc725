// Charts of the dashboard: each data block becomes a chart in the colours of the theme; a click leads to the accounts.
(() => {
  const charts = [];
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const fonts = () => getComputedStyle(document.body).fontFamily;
  const number = (value) => Number(value).toLocaleString("en-GB");

  const compact = new Intl.NumberFormat("en-GB", { notation: "compact" });

  const tones = () => ({
    accent: { color: token("--accent") },
    soft: { color: token("--awareness") },
    muted: { color: token("--line-strong") },
    faint: { color: token("--sunk"), borderColor: token("--line-strong"), borderWidth: 1, borderType: "dashed" },
    good: { color: token("--fit-b") },
    bad: { color: token("--fit-d") },
    warn: { color: token("--fit-c") },
    late: { color: token("--bad") },
  });

  // What all charts share: fonts, quiet axes, tooltips that are drawn (never HTML, which the page's rules refuse).
  const shared = (chart) => ({
    animation: false,
    textStyle: { fontFamily: fonts(), color: token("--ink"), fontSize: 13 },
    aria: { enabled: false },
    legend: {
      show: chart.series?.length > 1, top: 0, left: 0, itemWidth: 12, itemHeight: 12, itemGap: 16, icon: "rect",
      textStyle: { color: token("--quiet"), fontSize: 13 }, selectedMode: false,
      data: chart.series?.map((one) => one.name),
    },
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow", shadowStyle: { color: token("--sunk"), opacity: 0.6 } },
      backgroundColor: token("--paper"), borderColor: token("--line-strong"), borderWidth: 1, padding: 10,
      textStyle: { color: token("--ink"), fontSize: 13 },
      formatter: (points) => told(chart, points),
    },
  });

  const told = (chart, points) => {
    const at = points[0].dataIndex;
    if (chart.kind === "ranges") {
      const days = (value, otherwise) => value === null ? otherwise : `${number(value)} days`;
      return [
        chart.labels[at],
        `A quarter left by: ${days(chart.low[at], "not yet")}`,
        `Half left by: ${days(chart.middle[at], "not yet")}`,
        `Three quarters left by: ${days(chart.high[at], "not yet")}`,
        ...(chart.before.length ? [`Half left by, ${chart.beside}: ${days(chart.before[at], "not said")}`] : []),
      ].join("\n");
    }
    const unit = chart.unit ? `${chart.unit} ` : "";
    const lines = chart.series.filter((one) => one.values[at]).map((one) => `${one.name}: ${unit}${number(one.values[at])}`);
    return [chart.labels[at], ...(lines.length ? lines : ["none"])].join("\n");
  };

  const labels = (data, where, room) => ({
    type: "category", data, inverse: where === "rows",
    axisLine: { lineStyle: { color: token("--line") } }, axisTick: { show: false },
    axisLabel: { color: token("--ink"), fontSize: 13, ...(where === "rows" ? { width: room, overflow: "break", lineHeight: 16, interval: 0 } : { hideOverlap: true }) },
  });
  const values = (chart) => ({
    type: "value", minInterval: 1, splitNumber: 4,
    splitLine: { lineStyle: { color: token("--line") } },
    axisLabel: { color: token("--quiet"), fontSize: 13, hideOverlap: true, formatter: (value) => (chart.unit && chart.kind !== "ranges" ? compact.format(value) : number(value)) + (chart.kind === "ranges" ? " d" : "") },
  });
  // A legend that is too long for one line takes several, and the chart begins below them.
  const lines = (names, width) => {
    let used = 0;
    return names.reduce((count, name) => {
      const takes = name.length * 7.4 + 34;
      used = used && used + takes > width ? (count += 1, takes) : used + takes;
      return count;
    }, 1);
  };
  const grid = (names, width) => ({
    left: 0, right: 16, top: names.length > 1 ? 8 + 24 * lines(names, width) : 8, bottom: 6, containLabel: true,
  });

  // Bars upwards (over time) or lines of bars (over names), stacked.
  const stacked = (chart, room, width) => {
    const rows = chart.kind === "rows";
    const tone = tones();
    return {
      ...shared(chart),
      grid: grid(chart.series.map((one) => one.name), width),
      [rows ? "yAxis" : "xAxis"]: labels(chart.labels, chart.kind, room),
      [rows ? "xAxis" : "yAxis"]: values(chart),
      series: chart.series.map((one) => ({
        name: one.name, type: "bar", stack: "all", data: one.values, cursor: "pointer", barMaxWidth: rows ? 20 : 36,
        itemStyle: tone[one.tone] ?? tone.accent, emphasis: { focus: "none", itemStyle: { opacity: 0.8 } },
        label: {
          show: chart.series.length === 1, position: rows ? "right" : "top", color: token("--ink"), fontSize: 13,
          formatter: ({ value }) => (value ? number(value) : ""),
        },
      })),
    };
  };

  // From the first to the third quartile, with a mark at the median and a hollow one where it was before.
  const ranges = (chart, room, width) => {
    const before = chart.before.length ? [`Half left by, ${chart.beside}`] : [];
    const names = ["Middle half", "Half left by", ...before];
    const end = (at) => chart.high[at] ?? chart.seen[at];
    const begin = (at) => chart.low[at] ?? chart.seen[at];
    const mark = (name, data, style) => ({
      name, type: "scatter", symbol: "rect", symbolSize: [4, 24], cursor: "pointer", z: 5, itemStyle: style,
      data: data.flatMap((value, at) => (value === null ? [] : [[value, at]])),
    });
    return {
      ...shared(chart),
      grid: grid(names, width),
      legend: {
        show: true, top: 0, left: 0, itemWidth: 12, itemHeight: 12, itemGap: 16, selectedMode: false, icon: "rect",
        textStyle: { color: token("--quiet"), fontSize: 13 }, data: names,
      },
      yAxis: labels(chart.labels, "rows", room),
      xAxis: values(chart),
      series: [
        { type: "bar", stack: "all", silent: true, data: chart.labels.map((_, at) => begin(at)), itemStyle: { color: "transparent" }, barMaxWidth: 16 },
        {
          name: "Middle half", type: "bar", stack: "all", cursor: "pointer", barMaxWidth: 16,
          data: chart.labels.map((_, at) => ({
            value: Math.max(end(at) - begin(at), 0),
            itemStyle: chart.high[at] === null ? tones().faint : tones().soft,
          })),
          itemStyle: tones().soft,
        },
        mark("Half left by", chart.middle, { color: token("--ink") }),
        ...before.map((name) => mark(name, chart.before, { color: token("--paper"), borderColor: token("--quiet"), borderWidth: 1.5 })),
      ],
    };
  };

  // Names take at most two fifths of a narrow chart.
  const option = (chart, place) => {
    const width = place.clientWidth;
    return (chart.kind === "ranges" ? ranges : stacked)(chart, Math.min(150, width * 0.4), width);
  };

  const lead = (chart, point) => {
    const at = point.componentSubType === "scatter" ? point.value[1] : point.dataIndex;
    const links = chart.links ?? chart.series.find((one) => one.name === point.seriesName)?.links;
    if (links?.[at]) location.assign(links[at]);
  };

  const draw = () => {
    for (const place of document.querySelectorAll("[data-chart]")) {
      const chart = JSON.parse(document.getElementById(place.dataset.chart).textContent);
      const drawn = echarts.init(place, null, { renderer: "canvas" });
      drawn.setOption(option(chart, place));
      drawn.on("click", (point) => lead(chart, point));
      charts.push({ chart, drawn, place });
      place.dataset.drawn = "";
    }
    const sizes = new ResizeObserver(() => {
      for (const { chart, drawn, place } of charts) {
        if (drawn.getWidth() === place.clientWidth) continue;
        drawn.resize();
        drawn.setOption(option(chart, place), { notMerge: true });  // how much room names have depends on it
      }
    });
    charts.forEach(({ place }) => sizes.observe(place));
  };

  const paint = () => charts.forEach(({ chart, drawn, place }) => drawn.setOption(option(chart, place), { notMerge: true }));
  document.addEventListener("mqa:theme", paint);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  matchMedia("print").addEventListener("change", paint);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const link = { "[": "[data-before]", "]": "[data-after]" }[event.key];
    if (link) document.querySelector(link)?.click();
  });

  // On a small screen the tables are folded away below their charts; on a wide one nothing could open them.
  const small = matchMedia("(max-width: 640px)");
  const fold = () => {
    for (const one of document.querySelectorAll("details[data-fold]")) one.open = !small.matches;
  };
  small.addEventListener("change", fold);
  fold();
  draw();
})();
