// Days: bars over the slider in the bar of filters, and what was told day by day.
"use strict";
{
  const cc = counterclaim;
  const { h, s } = cc;

  cc.bars = shown => {
    const days = cc.days, width = 600, height = 34, step = width / Math.max(1, days.length);
    const tally = days.map(() => [0, 0]);
    for (const i of shown) for (const c of i.claims) {
      const claim = cc.data.claims[c];
      if (claim.day && cc.speaks(claim)) tally[days.indexOf(claim.day)][cc.atOdds(i) ? 0 : 1]++;
    }
    const top = Math.max(1, ...tally.map(t => t[0] + t[1]));
    return s("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", class: "bars", "aria-hidden": "true" }, tally.map(([odds, rest], n) => {
      const later = cc.state.day && days[n] > cc.state.day, unit = (height - 2) / top, w = Math.min(Math.max(2, step - 2), 26), x = n * step + (step - w) / 2;
      return [s("rect", { x, y: height - rest * unit, width: w, height: rest * unit, class: `rest${later ? " later" : ""}` }), s("rect", { x, y: height - (rest + odds) * unit, width: w, height: odds * unit, class: `odds${later ? " later" : ""}` })];
    }));
  };

  cc.renderTimeline = shown => {
    const by = new Map();
    for (const i of shown) {
      const heard = i.claims.map(c => cc.data.claims[c]).filter(cc.heard);
      for (const day of new Set(heard.map(c => c.day || ""))) by.set(day, [...(by.get(day) || []), i]);
    }
    const days = [...by.keys()].sort((a, b) => (a || "9") < (b || "9") ? -1 : 1);
    cc.put("timeline", cc.heading("timeline", "Day by day", "A claim stands at the last day that it tells of, at the latest that of its report."),
      h("ol", { class: "days" }, days.map(day => h("li", {}, h("h3", {}, day ? cc.link({ day, view: "" }, { title: "Show what was told up to this day" }, cc.day(day)) : "No date"),
        h("ul", { class: "plain" }, by.get(day).map(i => h("li", {}, cc.link({ incident: i.id, claim: "", view: "" }, {}, cc.glyph(i.status), h("span", { class: "unseen" }, `${i.status}: `), cc.label(i.type), i.place ? ` · ${i.place.name}` : ""),
          h("span", { class: "via" }, ` ${[...new Set(i.claims.map(c => cc.data.claims[c]).filter(c => cc.heard(c) && (c.day || "") === day).map(c => cc.data.origins[c.origin].name))].slice(0, 4).join(", ")}`))))))));
  };
}
