// Who fights, backs and stands with whom, according to whom: a drawing of the actors that have ties, and every tie in words.
"use strict";
{
  const cc = counterclaim;
  const { h, s } = cc;
  const SHOWN = 28;
  const VERBS = { fights: "fights", backs: "backs", allied: "is allied with", formerly: "was formerly" };

  const told = e => {
    const names = new Set([...e.origins, ...e.accusers, ...e.deniers]);
    if (!cc.state.according) return true;
    return cc.data.origins.some(o => names.has(o.name) && (o.key === cc.asker() || o.side === cc.asker()));
  };

  // Positions: a circle in the order of the list, relaxed by a fixed number of steps, so that the same page is drawn the same way each time.
  const layout = (nodes, edges) => {
    const at = new Map(nodes.map((n, i) => [n.key, { x: Math.cos(2 * Math.PI * i / nodes.length) * 200, y: Math.sin(2 * Math.PI * i / nodes.length) * 130 }]));
    const points = [...at.values()], k = 190;
    for (let step = 0; step < 220; step++) {
      const heat = 14 * (1 - step / 220);
      const moves = points.map(() => [0, 0]);
      points.forEach((p, i) => points.forEach((q, j) => {
        if (i === j) return;
        const dx = p.x - q.x || 0.01 * (i - j), dy = p.y - q.y || 0.01, d = Math.max(1, Math.hypot(dx, dy)), f = k * k / (d * d);
        moves[i][0] += dx / d * f * 2; moves[i][1] += dy / d * f;
      }));
      for (const e of edges) {
        const p = at.get(e.a), q = at.get(e.b), d = Math.max(1, Math.hypot(p.x - q.x, p.y - q.y)), f = d / k;
        const i = points.indexOf(p), j = points.indexOf(q), dx = (p.x - q.x) / d * f * 8, dy = (p.y - q.y) / d * f * 8;
        moves[i][0] -= dx; moves[i][1] -= dy; moves[j][0] += dx; moves[j][1] += dy;
      }
      points.forEach((p, i) => {
        const [x, y] = moves[i], length = Math.hypot(x, y) || 1;
        p.x += x / length * Math.min(length, heat) - p.x * 0.01;
        p.y += y / length * Math.min(length, heat) - p.y * 0.02;
      });
    }
    // names are wider than their points: those that would cover each other are moved apart, the shorter way
    const width = nodes.map(n => Math.min(26, n.name.length) * 7.4 + 14), height = 42;
    for (let step = 0; step < 120; step++) points.forEach((p, i) => points.forEach((q, j) => {
      if (j <= i) return;
      const x = (width[i] + width[j]) / 2 - Math.abs(p.x - q.x), y = height - Math.abs(p.y - q.y);
      if (x <= 0 || y <= 0) return;
      const axis = x < y * 2 ? "x" : "y", by = (axis === "x" ? x : y) / 2 * (p[axis] < q[axis] ? -1 : 1);
      p[axis] += by;
      q[axis] -= by;
    }));
    return at;
  };

  const drawing = (nodes, edges) => {
    const at = layout(nodes, edges), xs = [...at.values()].map(p => p.x), ys = [...at.values()].map(p => p.y);
    const box = [Math.min(...xs) - 100, Math.min(...ys) - 30, Math.max(...xs) - Math.min(...xs) + 200, Math.max(...ys) - Math.min(...ys) + 60];
    const line = e => {
      const p = at.get(e.a), q = at.get(e.b), d = Math.max(1, Math.hypot(q.x - p.x, q.y - p.y)), ux = (q.x - p.x) / d, uy = (q.y - p.y) / d;
      const bend = { fights: 0, backs: 14, allied: -14, formerly: 8 }[e.relation] || 0;
      const mx = (p.x + q.x) / 2 - uy * bend, my = (p.y + q.y) / 2 + ux * bend, x2 = q.x - ux * 16, y2 = q.y - uy * 12;
      return s("g", { class: `tie ${e.relation}${e.inferred ? " inferred" : ""}${e.weight <= 0 ? " only-accused" : ""}` },
        s("path", { d: `M${p.x + ux * 12} ${p.y + uy * 10}Q${mx} ${my} ${x2} ${y2}`, "marker-end": e.relation === "backs" ? "url(#arrow)" : null }),
        s("text", { x: (mx + (p.x + q.x) / 2) / 2, y: (my + (p.y + q.y) / 2) / 2 }, { fights: "⨯", backs: "backs", allied: "=", formerly: "was" }[e.relation] || ""));
    };
    const short = name => (name.length > 26 ? name.slice(0, 25) + "…" : name);
    return s("svg", { viewBox: box.join(" "), class: "graph", width: Math.round(box[2] * 1.1), role: "img", "aria-label": "Drawing of the ties listed in the table below" },
      s("defs", {}, s("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, s("path", { d: "M0 0 8 4 0 8Z" }))),
      edges.map(line), nodes.map(n => {
        const p = at.get(n.key);
        return s("g", { class: "node" }, s("circle", { cx: p.x, cy: p.y, r: 4 + Math.min(6, Math.sqrt(n.claims)) }), s("text", { x: p.x, y: p.y - 12 }, short(n.name)), s("title", {}, n.name));
      }));
  };

  cc.renderActors = () => {
    const { nodes, edges } = cc.data.actors, name = new Map(nodes.map(n => [n.key, n.name]));
    const shown = edges.filter(told), firm = shown.filter(e => !e.inferred);
    const ties = new Map();
    for (const e of shown) for (const key of [e.a, e.b]) ties.set(key, (ties.get(key) || 0) + (e.inferred ? 0.1 : 1));
    const drawn = nodes.filter(n => ties.has(n.key)).sort((a, b) => ties.get(b.key) - ties.get(a.key)).slice(0, SHOWN), keys = new Set(drawn.map(n => n.key));
    const admits = nodes.flatMap(n => n.admits).filter(a => cc.heard(cc.data.claims[a.claim]));
    cc.put("actors", cc.heading("actors", "Who stands where", `By what ${cc.askerName()} ${cc.state.according ? "says" : "says"}: ⨯ fights, → backs, = allied. Dashed: nobody says so, it follows from other ties.`),
      drawn.length > 1 && drawing(drawn, shown.filter(e => keys.has(e.a) && keys.has(e.b))),
      drawn.length === SHOWN && h("p", { class: "small" }, `Drawn are the ${SHOWN} actors with most ties.`),
      firm.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of ties" }, h("table", {}, h("thead", {}, h("tr", {}, ["Tie", "Says who", "Accused by its enemies", "Denied by", "Words"].map(t => h("th", { scope: "col" }, t)))),
        h("tbody", {}, firm.map(e => h("tr", {}, h("th", { scope: "row" }, name.get(e.a) || e.a, h("span", { class: `rel ${e.relation}` }, ` ${VERBS[e.relation] || e.relation} `), name.get(e.b) || e.b),
          h("td", {}, e.origins.join(", ") || "—"), h("td", {}, e.accusers.join(", ") || "—"), h("td", {}, e.deniers.join(", ") || "—"), h("td", {}, e.claims.slice(0, 5).map((c, n) => [cc.claimLink(c, `[${n + 1}]`), " "]))))))) : h("p", {}, "No tie is told."),
      admits.length > 0 && [h("h3", {}, "Said against its own interest"), h("ul", {}, admits.slice(0, 40).map(a => h("li", {}, a.reason, " ", cc.claimLink(a.claim, "in its words"))))]);
  };
}
