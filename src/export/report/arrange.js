// Places for what is shown. The positions in the data are those of the whole network, in which the few that everybody is tied to
// stand in one heap; a part of it small enough is arranged anew (springs and repulsion after Fruchterman & Reingold 1991).
const FEW_NODES = 450;

function arrange(nodes, edges, radius) {
  const xs = Float32Array.from(D.nodes, (node) => node.x);
  const ys = Float32Array.from(D.nodes, (node) => -node.y);
  const count = nodes.length;
  if (count < 3 || count > FEW_NODES) return { xs, ys };
  const place = new Map(nodes.map((node, k) => [node, k]));
  const ends = edges.map((e) => [place.get(D.edges[e.i].s), place.get(D.edges[e.i].t)]);
  // Ties beyond chance pull more than those of the few that meet everybody.
  const pull = edges.map((e) => 0.15 + Math.max(0, D.edges[e.i].n) * 1.6 * Math.min(1, Math.log2(1 + e.w) / 6));
  const degree = new Float32Array(count);
  ends.forEach(([a, b], k) => { degree[a] += pull[k]; degree[b] += pull[k]; });
  // A wide field, as screens are. It is begun from the places in the whole, spread out.
  const width = 1.5, step = 46;
  const px = new Float32Array(count), py = new Float32Array(count);
  const rank = (of) => {
    const order = nodes.map((_, k) => k).sort((a, b) => of[nodes[a]] - of[nodes[b]] || a - b);
    const out = new Float32Array(count);
    order.forEach((k, at) => { out[k] = at / count - 0.5; });
    return out;
  };
  const rx = rank(xs), ry = rank(ys);
  const side = Math.sqrt(count) * step;
  for (let k = 0; k < count; k++) {
    px[k] = rx[k] * side * width;
    py[k] = ry[k] * side;
  }
  const fx = new Float32Array(count), fy = new Float32Array(count);
  const reach = 36 * step * step;
  const rounds = count > 250 ? 160 : 260;
  for (let round = 0; round < rounds; round++) {
    const heat = side * 0.08 * Math.pow(1 - round / rounds, 1.5) + 0.5;
    fx.fill(0);
    fy.fill(0);
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < count; b++) {
        let dx = px[a] - px[b], dy = py[a] - py[b];
        const square = dx * dx + dy * dy + 0.01;
        // What is far off does not push, or groups without ties to one another would flee to the edges.
        if (square > reach) continue;
        const apart = Math.sqrt(square);
        const room = radius[nodes[a]] + radius[nodes[b]] + 10;
        // Discs must not cover one another, and a name wants room below it.
        const force = (step * step) / square + (apart < room ? (room - apart) * 0.6 / apart : 0);
        dx *= force;
        dy *= force;
        fx[a] += dx; fy[a] += dy;
        fx[b] -= dx; fy[b] -= dy;
      }
    }
    ends.forEach(([a, b], k) => {
      const dx = px[a] - px[b], dy = py[a] - py[b];
      const apart = Math.sqrt(dx * dx + dy * dy);
      const force = (apart / step) * pull[k];
      // The pull of a tie is shared out among the ties of its end, so that hubs do not draw all into their midst.
      const share = 1.6 / Math.sqrt(1 + Math.min(degree[a], degree[b]));
      fx[a] -= dx * force * share; fy[a] -= dy * force * share;
      fx[b] += dx * force * share; fy[b] += dy * force * share;
    });
    for (let k = 0; k < count; k++) {
      fx[k] -= px[k] * 0.16 / width;
      fy[k] -= py[k] * 0.16 * width;
      const size = Math.sqrt(fx[k] * fx[k] + fy[k] * fy[k]) + 1e-9;
      const go = Math.min(size, heat) / size;
      px[k] += fx[k] * go;
      py[k] += fy[k] * go;
    }
  }
  // At last the discs are pushed off one another.
  for (let round = 0; round < 40; round++) {
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < count; b++) {
        let dx = px[a] - px[b], dy = py[a] - py[b];
        const apart = Math.sqrt(dx * dx + dy * dy) + 0.01;
        const lack = radius[nodes[a]] + radius[nodes[b]] + 12 - apart;
        if (lack <= 0) continue;
        dx *= (lack / apart) * 0.5;
        // Names lie below their discs: the push is upwards and downwards more than sideways.
        dy *= (lack / apart) * 0.6;
        px[a] += dx; py[a] += dy;
        px[b] -= dx; py[b] -= dy;
      }
    }
  }
  nodes.forEach((node, k) => { xs[node] = px[k]; ys[node] = py[k]; });
  return { xs, ys };
}
