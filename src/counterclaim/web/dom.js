// Elements from text. Whatever a report says comes in as a string and goes out as a text node: nothing here reads markup.
"use strict";
{
  const cc = counterclaim;
  const SVG = "http://www.w3.org/2000/svg";

  const fill = (element, attributes, children) => {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name === "value" || name === "checked") element[name] = value;
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    element.append(...children.flat(Infinity).filter(c => c !== null && c !== undefined && c !== false).map(c => (c instanceof Node ? c : String(c))));
    return element;
  };
  cc.h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  cc.s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
  cc.put = (id, ...children) => {
    const at = typeof id === "string" ? document.getElementById(id) : id;
    at.replaceChildren(...children.flat(Infinity).filter(Boolean));
    return at;
  };

  // A status is told by shape first; colour repeats it.
  const SHAPES = {
    contested: () => [cc.s("path", { d: "M8 1 15 8 8 15 1 8Z", class: "line" }), cc.s("path", { d: "M8 1 8 15 1 8Z", class: "solid" })],
    confirmed: () => [cc.s("circle", { cx: 8, cy: 8, r: 6.6, class: "solid" }), cc.s("path", { d: "M4.8 8.2 7.2 10.6 11.4 5.8", class: "mark" })],
    fair: () => [cc.s("circle", { cx: 8, cy: 8, r: 6.2, class: "line" }), cc.s("path", { d: "M8 1.8A6.2 6.2 0 0 1 8 14.2Z", class: "solid" })],
    weak: () => [cc.s("circle", { cx: 8, cy: 8, r: 6.2, class: "line" })],
    discounted: () => [cc.s("path", { d: "M3 3 13 13M13 3 3 13", class: "line" })],
    planned: () => [cc.s("path", { d: "M8 2 14.5 13.5 1.5 13.5Z", class: "line" })],
  };
  cc.glyph = (status, size = 16) => cc.s("svg", { viewBox: "0 0 16 16", width: size, height: size, class: `glyph st-${status}`, "aria-hidden": "true" }, (SHAPES[status] || SHAPES.weak)());
  cc.badge = status => cc.h("span", { class: `badge st-${status}`, title: cc.MEANING[status] || null }, cc.glyph(status), status);

  cc.link = (patch, attributes, ...children) => cc.h("a", { href: cc.href(patch), ...attributes }, children);
  cc.heading = (id, text, note) => [cc.h("h2", { id: `${id}-title` }, text), note && cc.h("p", { class: "lead" }, note)];

  // Where a claim comes from: the source, and the outlet where it is another.
  cc.outlet = claim => cc.data.reports[claim.report].outlet || cc.data.reports[claim.report].id;
  cc.according = claim => {
    const origin = cc.data.origins[claim.origin];
    const via = cc.outlet(claim);
    return origin.name === via ? [cc.h("b", {}, origin.name)] : [cc.h("b", {}, origin.kind === "hearsay" ? "hearsay" : origin.name), cc.h("span", { class: "via" }, ` in ${via}`)];
  };
  cc.claimLink = (n, ...children) => {
    const claim = cc.data.claims[n];
    return cc.link({ claim: n + 1, report: cc.data.reports[claim.report].id, incident: "", view: "" }, { class: "to-text" }, children);
  };
  cc.titleOf = incident => [cc.label(incident.type), incident.place ? ` · ${incident.place.name}` : "", incident.time ? ` · ${cc.time(incident.time)}` : ""].join("");
  cc.who = incident => {
    const one = incident.actors.join(", "), other = incident.recipients.join(", ");
    return one && other ? `${one} → ${other}` : one || (other ? `→ ${other}` : "");
  };
}
