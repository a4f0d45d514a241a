// The map: Leaflet over outlines that come with the page. A circle is where the place lies; the mark in it tells status by shape. Nothing is asked of a tile server.
"use strict";
{
  const cc = counterclaim;
  const { h } = cc, L = window.L;
  let map, marks, pills, fitted = false;

  const arc = n => {
    const steps = cc.outlines.arcs[n < 0 ? ~n : n], scale = cc.outlines.scale, out = [];
    let x = 0, y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      out.push([y / scale, x / scale]);
    }
    return n < 0 ? out.reverse() : out;
  };

  // A ring over the date line goes on beyond 180 degrees instead of back across the world.
  const ringOf = arcs => {
    const points = arcs.flatMap(arc);
    for (let i = 1; i < points.length; i++) points[i][1] += 360 * Math.round((points[i - 1][1] - points[i][1]) / 360);
    return points;
  };
  const COUNTRIES = cc.outlines.countries.filter(c => c.name !== "Antarctica").map(c => ({ name: c.name, rings: c.rings.map(ringOf) }));

  const base = () => {
    const renderer = L.svg({ padding: 0.5 });
    for (const country of COUNTRIES)
      L.polygon(country.rings.map(ring => [ring]), { renderer, className: "country", interactive: false, smoothFactor: 0.8 }).addTo(map);
    if (cc.borders) L.geoJSON(cc.borders, { renderer, interactive: false, style: () => ({ className: "border", fill: false }), pointToLayer: () => null, filter: f => !f.geometry || !/Point/.test(f.geometry.type) }).addTo(map);
  };

  // Countries are named where there is room for the name.
  const names = () => COUNTRIES.map(country => {
    const { rings } = country;
    const size = ring => { const ys = ring.map(p => p[0]), xs = ring.map(p => p[1]); return (Math.max(...ys) - Math.min(...ys)) * (Math.max(...xs) - Math.min(...xs)); };
    const ring = rings.reduce((a, b) => (size(b) > size(a) ? b : a), rings[0]);
    const ys = ring.map(p => p[0]), xs = ring.map(p => p[1]);
    return { name: country.name, at: L.polygon(ring).getBounds().getCenter(), width: Math.max(...xs) - Math.min(...xs), height: Math.max(...ys) - Math.min(...ys) };
  });

  // Where words would cover each other, those of the less urgent give way; the marks stay.
  const declutter = () => {
    const kept = [];
    for (const pin of document.querySelectorAll("#map .pin .glyph")) kept.push(pin.getBoundingClientRect());
    for (const words of [...document.querySelectorAll("#map .pinlabel, #map .pill")].concat([...document.querySelectorAll("#map .country-name span")])) {
      const r = words.getBoundingClientRect(), own = words.parentElement.querySelector(".glyph");
      const mine = own && own.getBoundingClientRect();
      const hit = kept.some(k => !(mine && k.left === mine.left && k.top === mine.top) && k.left < r.right - 1 && k.right > r.left + 1 && k.top < r.bottom - 1 && k.bottom > r.top + 1);
      words.style.visibility = hit ? "hidden" : "";
      if (!hit) kept.push(r);
    }
  };

  const nameLayer = () => {
    const layer = L.layerGroup().addTo(map), all = names();
    const draw = () => {
      layer.clearLayers();
      const bounds = map.getBounds(), scale = map.getSize().x / (bounds.getEast() - bounds.getWest());
      for (const n of all) if (bounds.contains(n.at) && n.width * scale > 70)
        L.marker(n.at, { interactive: false, keyboard: false, icon: L.divIcon({ className: "country-name", iconSize: [120, 16], html: h("span", { "aria-hidden": "true" }, n.name) }) }).addTo(layer);
    };
    map.on("moveend", () => { draw(); declutter(); });
    draw();
  };

  const start = () => {
    const at = cc.put("map-section", h("div", { class: "maphead" }, cc.heading("map", "Map"), h("ul", { class: "legend", "aria-label": "Status marks" }, cc.STATUSES.map(s => h("li", {}, cc.badge(s))), h("li", {}, h("b", {}, "≠"), " versions at odds"))),
      h("div", { id: "map", role: "region", "aria-label": "Map of incidents. Arrow keys move it, plus and minus zoom; Tab goes from mark to mark." }),
      h("p", { class: "small" }, "A circle is as wide as what the words leave open about the place. Outlines and names of countries: Natural Earth, de facto borders; no position is taken."), h("div", { id: "unplaced" }));
    map = L.map(at.querySelector("#map"), { zoomControl: true, attributionControl: false, worldCopyJump: false, zoomSnap: 0.25, minZoom: 1, maxZoom: 13, maxBounds: [[-85, -200], [85, 200]], zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false });
    map.setView([20, 10], 1.5);
    base();
    marks = L.layerGroup().addTo(map);
    pills = L.layerGroup().addTo(map);
    nameLayer();
    window.addEventListener("beforeprint", () => map.invalidateSize());
  };

  const summary = group => h("div", { class: "pop" }, h("p", { class: "popplace" }, group[0].place.name, group[0].place.radius ? h("span", { class: "via" }, ` within ${group[0].place.radius} km`) : ""),
    h("ul", { class: "plain" }, group.slice(0, 12).map(i => h("li", {}, cc.link({ incident: i.id, claim: "", view: "" }, {}, cc.glyph(i.status), cc.label(i.type)), h("span", { class: "via" }, ` ${i.status}${i.time ? `, ${cc.time(i.time)}` : ""}`)))),
    group.length > 12 && h("p", { class: "small" }, `and ${group.length - 12} more in the list`));

  const order = i => (cc.atOdds(i) ? 0 : 1) * 10 + cc.STATUSES.indexOf(i.status);

  const list = (shown, open) => {
    const unplaced = shown.filter(i => !i.place || i.place.lat === null);
    return unplaced.length > 0 && h("details", { open }, h("summary", {}, `${cc.count(unplaced.length, "incident")} without a point on the map`),
      h("ul", { class: "plain" }, unplaced.map(i => h("li", {}, cc.link({ incident: i.id, claim: "", view: "" }, {}, cc.glyph(i.status), h("span", { class: "unseen" }, `${i.status}: `), cc.titleOf(i))))));
  };

  cc.renderMap = (shown, control) => {
    // an empty world says nothing
    if (!cc.data.incidents.some(i => i.place && i.place.lat !== null)) {
      document.querySelector(".split").classList.add("unmapped");
      cc.put("map-section", cc.heading("map", "Map", "No place in these reports was found in the gazetteer, so nothing can be drawn; no point is guessed."), list(shown, false));
      return;
    }
    if (!map) start();
    marks.clearLayers();
    pills.clearLayers();
    const groups = new Map();
    for (const i of shown) if (i.place && i.place.lat !== null) {
      const key = `${i.place.lat.toFixed(3)},${i.place.lon.toFixed(3)}`;
      groups.set(key, [...(groups.get(key) || []), i]);
    }
    for (const group of groups.values()) group.sort((a, b) => order(a) - order(b));
    for (const group of [...groups.values()].sort((a, b) => order(a[0]) - order(b[0]))) {
      const { lat, lon } = group[0].place, status = group[0].status, odds = group.some(cc.atOdds);
      for (const radius of new Set(group.map(i => i.place.radius).filter(Boolean)))
        L.circle([lat, lon], { radius: radius * 1000, className: `extent st-${status}`, interactive: false }).addTo(marks);
      const kinds = [...new Set(group.map(i => cc.label(i.type)))];
      const label = `${group[0].place.name}: ${kinds.join(", ")}; ${status}${odds ? ", versions at odds" : ""}${group.length > 1 ? `; ${group.length} incidents` : ""}`;
      const icon = h("span", { class: "pin" }, cc.glyph(status, 22), h("span", { class: "unseen" }, label), h("span", { class: "pinlabel", "aria-hidden": "true" }, `${odds ? "≠ " : ""}${kinds[0]}${group.length > 1 ? ` +${group.length - 1}` : ""}`));
      const mark = L.marker([lat, lon], { icon: L.divIcon({ className: `markicon${group.some(i => i.id === cc.state.incident) ? " chosen" : ""}`, iconSize: [26, 26], html: icon }), riseOnHover: true, zIndexOffset: odds ? 500 : 0 });
      mark.bindPopup(() => summary(group), { maxWidth: 260, autoPanPadding: [10, 10] }).addTo(marks);
    }
    for (const [key, state] of control) {
      const place = cc.data.control.places[key];
      if (place.lat === null || state.state === "unresolved") continue;
      const text = state.state === "contested" ? `contested: ${state.holders.map(x => x.name).join(" / ")}` : state.holders.map(x => x.name).join(", ");
      const pill = L.marker([place.lat, place.lon], { keyboard: false, interactive: false, icon: L.divIcon({ className: "pillicon", iconSize: [0, 0], html: h("span", { class: `pill ${state.state}` }, h("b", {}, place.name), ` ${text}`) }) });
      pill.addTo(pills);
    }
    const placed = [...groups.values()].map(g => g[0].place);
    if (!fitted && placed.length) {
      fitted = true;
      map.fitBounds(L.latLngBounds(placed.map(p => [p.lat, p.lon])).pad(0.25), { maxZoom: 6.5, animate: false });
    }
    declutter();
    cc.put("unplaced", list(shown, false));
  };
}
