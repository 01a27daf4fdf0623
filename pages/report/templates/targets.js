"use strict";
/* Target values of one kind: how they spread, and where a department stands among its peers. */
const MANY_FIGURES = 24;

/* A figure of a kind's targets; `office` sets one department apart from its peers. */
function targetsFigure({ title, kinds, chosen, filter, office = null, onKind }) {
  const targets = chosen ? targetsOf(chosen, filter) : [];
  const own = office === null ? [] : targets.filter((one) => one.office === office);
  const others = office === null ? targets : targets.filter((one) => one.office !== office);
  const groups = office === null ? [[t("targets"), others]] : [[t("this_department"), own], [t("peers"), others]];
  const unit = chosen ? unitText(chosen) : "";
  const options = kinds.map((kind) => [kind.key, `${kindLabel(kind)} (${number(kind.targets)})`]);
  return Charts.figure({
    title, note: t("targets_note"),
    controls: chosen ? [selection("kind_of_indicator", options, chosen.key, onKind)] : [],
    chart: {
      name: "targets", rows: histogram(groups, unit),
      colours: (palette) => ({ domain: groups.map(([label]) => label), range: office === null ? [palette.category[0]] : [palette.category[0], palette.peers] }),
    },
    says: targetsSay(own, others, office, unit),
    table: () => officeTargetsTable(targets, unit),
  });
}

function histogram(groups, unit) {
  const figures = [...new Set(groups.flatMap(([, targets]) => targets.map((one) => one.figure)))].sort((a, b) => a - b);
  const bins = figures.length > MANY_FIGURES ? binsOf(figures) : figures.map((figure) => ({ from: figure, to: figure }));
  return bins.flatMap((bin, at) => groups.map(([group, targets], place) => {
    const found = sum(targets.filter((one) => one.figure >= bin.from && (one.figure < bin.to || one.figure === bin.from || (at === bins.length - 1 && one.figure <= bin.to))).map((one) => one.targets)) ?? 0;
    const label = bin.from === bin.to ? digits(bin.from) : `${digits(bin.from)}–`;
    return { label, place, group, targets: found, hint: `${label}${unit} · ${group}${t("colon")}${number(found)}` };
  }));
}

/* Round steps between the smallest and the largest figure; 1, 2, 5, 10 … where they span more than two magnitudes. */
function binsOf(figures) {
  const [least, most] = [figures[0], figures.at(-1)];
  const edges = least > 0 && most / least > 100 ? magnitudes(least, most) : evenly(least, most);
  return edges.slice(0, -1).map((from, place) => ({ from, to: edges[place + 1] })).filter((bin) => figures.some((figure) => figure >= bin.from && figure <= bin.to));
}

function magnitudes(least, most) {
  const edges = [];
  for (let power = Math.floor(Math.log10(least)); 10 ** power <= most * 10; power += 1) for (const step of [1, 2, 5]) edges.push(Number((step * 10 ** power).toPrecision(1)));
  const first = edges.findLastIndex((edge) => edge <= least);
  return edges.slice(first, edges.findIndex((edge) => edge > most) + 1);
}

function evenly(least, most) {
  const rough = (most - least) / 16;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const edges = [];
  for (let at = Math.floor(least / step); at * step <= most + step; at += 1) edges.push(Number((at * step).toPrecision(12)));
  return edges;
}

function targetsSay(own, others, office, unit) {
  const figures = figuresOf(others);
  if (!figures.length && !own.length) return t("no_targets");
  const values = { targets: number(figures.length), median: figures.length ? digits(median(figures)) + unit : "—", low: figures.length ? digits(figures[0]) + unit : "—", high: figures.length ? digits(figures.at(-1)) + unit : "—" };
  if (office === null) return t("targets_say", values);
  const standing = standingOf(own, others);
  if (!standing) return t("no_own_targets", values);
  if (!standing.peers) return t("standing_alone", { own: number(standing.targets), median: digits(standing.median) + unit });
  return t("standing_says", { ...values, own: number(standing.targets), median: digits(standing.median) + unit, lower: percent(standing.lower), equal: percent(standing.equal), higher: percent(standing.higher), peers: number(standing.peers) });
}

/* Where a department's median stands among its peers' targets: shares that are lower, equal and higher; null without its own. */
function standingOf(own, others) {
  const figures = figuresOf(own);
  if (!figures.length) return null;
  const middle = median(figures);
  const peers = figuresOf(others);
  const count = (test) => share(peers.filter(test).length, peers.length);
  return {
    targets: figures.length, median: middle, peers: peers.length, peerMedian: median(peers),
    lower: count((one) => one < middle), equal: count((one) => one === middle), higher: count((one) => one > middle),
  };
}

function officeTargetsTable(targets, unit) {
  const rows = [...grouped(targets, (one) => one.office)].map(([office, own]) => ({ office, figures: figuresOf(own) }))
    .sort((a, b) => median(a.figures) - median(b.figures) || a.figures[0] - b.figures[0]);
  return {
    head: [{ label: t("department") }, { label: t("targets"), number: true }, { label: t("lowest"), number: true }, { label: t("median"), number: true }, { label: t("highest"), number: true }],
    rows: rows.map(({ office, figures }) => [officeLink(office), number(figures.length), ...[figures[0], median(figures), figures.at(-1)].map((figure) => digits(figure) + unit)]),
  };
}

/* Every kind of indicator a department has, and where it stands in each. */
function standingsTable(office, filter) {
  const rows = Model.kinds.map((kind) => {
    const targets = targetsOf(kind, filter);
    return { kind, standing: standingOf(targets.filter((one) => one.office === office), targets.filter((one) => one.office !== office)) };
  }).filter(({ standing }) => standing && standing.peers);
  const head = ["kind_of_indicator", "own_targets", "own_median", "peer_targets", "peer_median", "peers_lower", "peers_equal", "peers_higher"].map((label, place) => ({ label: t(label), number: place > 0 }));
  const cells = rows.map(({ kind, standing }) => {
    const unit = unitText(kind);
    return [original(kindLabel(kind)), number(standing.targets), digits(standing.median) + unit, number(standing.peers), digits(standing.peerMedian) + unit, percent(standing.lower), percent(standing.equal), percent(standing.higher)];
  });
  return cells.length ? longTable(t("standings"), { head, rows: cells }) : h("p", { class: "muted", text: t("no_comparable") });
}
