// The page's frame: heading, bar of filters, what was left unresolved; and the order in which the parts are drawn.
"use strict";
{
  const cc = counterclaim;
  const { h } = cc;
  const SECTIONS = [["contested", "Contested"], ["map-section", "Map"], ["others", "Not contested"], ["control", "Who holds what"], ["timeline", "Day by day"], ["texts", "Reports"], ["actors", "Who stands where"], ["words", "Words"], ["unresolved", "Unresolved"]];

  const option = (value, text) => h("option", { value }, text);

  const frame = () => {
    const { data } = cc, title = data.title || "What is claimed, and by whom";
    document.title = title;
    cc.put("title", document.createTextNode(title));
    const origins = data.origins.filter(o => o.kind !== "hearsay").sort((a, b) => a.name.localeCompare(b.name, "en"));
    const types = [...new Set(data.incidents.map(i => i.type))].sort();
    const control = (id, label, ...inside) => h("div", { class: `field f-${id}` }, h("label", { for: `f-${id}` }, label), inside);
    cc.put("filters",
      control("according", "According to", h("select", { id: "f-according", onchange: e => cc.go({ according: e.target.value }) }, option("", "everyone"),
        data.sides.length > 0 && h("optgroup", { label: "One side" }, data.sides.map(s => option(`side:${s.key}`, `${s.name} (${cc.count(s.origins.length, "voice")})`))),
        h("optgroup", { label: "One source" }, origins.map(o => option(`source:${o.key}`, o.name))))),
      cc.days.length > 1 && h("div", { class: "field f-day" }, h("label", { for: "f-day" }, "Told up to ", h("output", { id: "day-out", for: "f-day" })), h("div", { id: "bars" }),
        h("input", { type: "range", id: "f-day", min: 0, max: cc.days.length - 1, step: 1, oninput: e => cc.go({ day: Number(e.target.value) === cc.days.length - 1 ? "" : cc.days[e.target.value] }, true) })),
      h("button", { type: "button", id: "f-more", "aria-expanded": "false", onclick: e => e.target.setAttribute("aria-expanded", String(document.getElementById("filters").classList.toggle("all"))) }, "More filters"),
      control("status", "Status", h("select", { id: "f-status", onchange: e => cc.go({ status: e.target.value }) }, option("", "any"), option("at odds", "versions at odds"), cc.STATUSES.map(s => option(s, s)))),
      control("type", "What", h("select", { id: "f-type", onchange: e => cc.go({ type: e.target.value }) }, option("", "anything"), types.map(t => option(t, cc.label(t))))),
      control("q", "Words", h("input", { type: "search", id: "f-q", placeholder: "place, actor, outlet", oninput: e => cc.go({ q: e.target.value }, true) })),
      h("div", { class: "field f-clear" }, h("a", { href: "#", id: "f-clear" }, "Show all")));
    document.getElementById("filters").addEventListener("submit", e => e.preventDefault());
    cc.put("sections", SECTIONS.map(([id, text]) => h("li", { id: `nav-${id}` })));
    cc.put("foot", h("p", {}, `Made by counterclaim ${data.version}. Names are neutral; the words of outlets are kept as data. A claim is what somebody says; nothing here says that it is so.`),
      h("p", {}, "Map lines: Natural Earth (public domain). Map script: Leaflet (BSD-2-Clause). Places: GeoNames (CC BY 4.0)."));
  };

  const fields = shown => {
    for (const name of ["according", "status", "type", "q"]) {
      const at = document.getElementById(`f-${name}`);
      if (document.activeElement !== at || name !== "q") at.value = cc.state[name];
      if (at.value !== cc.state[name] && at.tagName === "SELECT") at.value = "";
    }
    const slider = document.getElementById("f-day");
    if (slider) {
      let n = cc.state.day ? cc.days.findIndex(d => d > cc.state.day) - 1 : cc.days.length - 1;
      if (n < -1) n = cc.days.length - 1;
      slider.value = Math.max(0, n);
      const text = cc.state.day ? cc.day(cc.state.day) : `the last day, ${cc.day(cc.days[cc.days.length - 1])}`;
      slider.setAttribute("aria-valuetext", text);
      document.getElementById("day-out").textContent = text;
      cc.put("bars", cc.bars(shown));
    }
    SECTIONS.forEach(([id, text]) => cc.put(`nav-${id}`, cc.link({ view: id, claim: cc.state.claim, incident: cc.state.incident }, {}, text)));
    const filtered = ["according", "day", "status", "type", "q"].some(name => cc.state[name]);
    document.querySelector(".f-clear").hidden = !filtered;
  };

  const summary = (shown, control) => {
    const { data } = cc, odds = shown.filter(cc.atOdds).length, contested = control.filter(([, s]) => s.state === "contested");
    const left = data.reports.reduce((n, r) => n + r.abstentions.length, 0);
    cc.put("summary", h("span", {}, h("b", { class: odds ? "hot" : null }, `${cc.count(odds, "incident")} with versions at odds`), ` of ${shown.length}${shown.length < data.incidents.length ? ` shown, ${data.incidents.length} in all` : ""}`),
      contested.length > 0 && h("span", {}, h("b", { class: "hot" }, `${contested.length} contested ${contested.length === 1 ? "place" : "places"}`), ` (${contested.slice(0, 3).map(([k]) => data.control.places[k].name).join(", ")}${contested.length > 3 ? ", …" : ""})`),
      h("span", {}, `${cc.count(data.claims.length, "claim")} by ${cc.count(data.origins.length, "origin")} in ${cc.count(data.reports.length, "report")}`), h("span", {}, `${left} left unresolved`));
    document.getElementById("live").textContent = `${shown.length} of ${data.incidents.length} incidents shown, ${odds} with versions at odds`;
  };

  const renderUnresolved = () => {
    const { data } = cc, reasons = new Map(), places = new Map();
    data.reports.forEach(r => r.abstentions.forEach(a => {
      const key = `${a.stage}: ${a.reason.replaceAll("_", " ")}`, words = a.at ? r.text.slice(...a.at) : "";
      reasons.set(key, [...(reasons.get(key) || []), words]);
    }));
    data.incidents.forEach(i => { if (i.place && i.place.lat === null) places.set(i.place.name, (places.get(i.place.name) || 0) + 1); });
    const undated = data.claims.filter(c => !c.when).length, nobody = data.claims.filter(c => data.origins[c.origin].kind === "hearsay").length, nowhere = data.claims.filter(c => !c.place).length;
    const rows = [...reasons].sort((a, b) => b[1].length - a[1].length);
    cc.put("unresolved", cc.heading("unresolved", "Left unresolved", "Where a stage could not decide it says so, and gives no value."),
      h("ul", { class: "figures" }, [[undated, "claims without a time of their own"], [nowhere, "claims without a place"], [nobody, "claims from hearsay alone"], [[...places.values()].reduce((a, b) => a + b, 0), "incidents whose place has no point"]].map(([n, t]) => h("li", {}, h("b", {}, n), ` ${t}`))),
      rows.length > 0 && h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of abstentions" }, h("table", {}, h("thead", {}, h("tr", {}, ["Stage and reason", "How many", "Words"].map(t => h("th", { scope: "col" }, t)))),
        h("tbody", {}, rows.map(([key, words]) => h("tr", {}, h("th", { scope: "row" }, key), h("td", {}, words.length), h("td", {}, [...new Set(words)].slice(0, 8).map(w => `“${w}”`).join(", "))))))),
      places.size > 0 && h("p", {}, h("b", {}, "Places without a point: "), [...places].map(([name, n]) => (n > 1 ? `${name} (${n})` : name)).join(", ")));
  };

  // Bring into view what the address has newly named.
  const reveal = before => {
    const id = cc.state.incident && cc.state.incident !== before.incident ? `incident-${cc.state.incident}` : cc.state.claim && cc.state.claim !== before.claim ? "texts" : cc.state.view && cc.state.view !== before.view ? cc.state.view : null;
    const at = id && document.getElementById(id);
    if (!at) return;
    const mark = id === "texts" && cc.state.claim ? at.querySelector(".ev.chosen") : null;
    (mark || at).scrollIntoView({ block: mark ? "center" : "start", behavior: before.view === undefined ? "instant" : "auto" });
    (mark || (at.tagName === "DETAILS" ? at.querySelector("summary") : at)).focus({ preventScroll: true });
  };

  cc.render = before => {
    const shown = cc.shown(), control = cc.controlNow();
    fields(shown);
    summary(shown, control);
    cc.renderMap(shown, control);
    cc.renderIncidents(shown, control);
    cc.renderControl(control);
    cc.renderTimeline(shown);
    cc.renderTexts();
    cc.renderActors();
    cc.renderWords();
    reveal(before);
  };

  frame();
  renderUnresolved();
  window.addEventListener("hashchange", cc.changed);
  cc.changed();
  document.documentElement.dataset.ready = "yes";
}
