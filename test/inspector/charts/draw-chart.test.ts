import { createRequire } from 'node:module';
import { expect } from 'chai';
import fc from 'fast-check';
import { boxesOf, chartOf, drawChart, mermaidState } from '../../../inspector/charts/index.js';
import type { Chart, ChartLayout } from '../../../inspector/charts/index.js';
import { precomputedLayouts } from '../../../inspector/charts/precomputed.js';
import { layoutCharts } from '../../../inspector/convert/layout-engine.js';
import { chartOfMachine, drawnMachines } from '../../../scripts/diagram-files.js';
import { randomDefinition } from './random-charts.js';
import { faultOfXml } from './xml-fault.js';

const engine = createRequire(import.meta.url).resolve('elkjs/lib/elk-worker.min.js');
const charts = drawnMachines.map(({ machine }) => chartOfMachine(machine));

function layoutOf(chart: Chart): ChartLayout {
  const layout = precomputedLayouts[chart.hash ?? ''];
  if (layout === undefined) throw new Error(`${chart.id} has no layout`);
  return layout;
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe('drawChart', () => {
  for (const chart of charts) {
    const layout = layoutOf(chart);
    it(`draws ${chart.id} without labels over labels or over states, inside its frame`, () => {
      const labels = layout.edges.map(({ label }) => label).filter(({ width }) => width > 0);
      const leaves = layout.states.filter(
        ({ path }) => !layout.states.some((s) => s.path.startsWith(`${path}.`)),
      );
      for (const [at, label] of labels.entries()) {
        expect(labels.slice(at + 1).filter((other) => overlap(label, other))).to.deep.equal([]);
        expect(leaves.filter(({ path, ...place }) => path !== '' && overlap(label, place))).to.deep.equal([]);
        expect(label.x + label.width).to.be.below(layout.width);
      }
      expect(labels.length).to.be.above(2);
    });

    it(`draws each state of ${chart.id} in the state around it`, () => {
      const places = new Map(layout.states.map((state) => [state.path, state]));
      for (const [path, inner] of places) {
        const outer = places.get(path.slice(0, Math.max(0, path.search(/[.|][^.|]*$/))));
        if (outer === undefined || outer === inner) continue;
        expect(inner.x, path).to.be.above(outer.x);
        expect(inner.y + inner.height, path).to.be.below(outer.y + outer.height);
      }
    });

    it(`draws ${chart.id} as XML with a title and a description, in every scheme`, () => {
      for (const scheme of ['light', 'dark', 'both', 'page'] as const)
        expect(faultOfXml(drawChart(chart, layout, { scheme }))).to.equal(undefined);
      const svg = drawChart(chart, layout);
      expect(svg).to.include(`<title>Statechart of ${chart.id}</title><desc>`);
      expect(svg).to.include('From Initial');
    });
  }

  it('has no style element for a page whose policy takes none', () => {
    const chart = charts[0] as Chart;
    expect(drawChart(chart, layoutOf(chart), { scheme: 'page' }))
      .to.include('var(--ink,')
      .and.not.include('<style');
    expect(drawChart(chart, layoutOf(chart))).to.include('<style>@media (prefers-color-scheme:dark)');
  });

  it('lights the active states and the last transition', () => {
    const chart = charts.find(({ id }) => id === 'DeviceLister') as Chart;
    const taken = chart.root.children[0]?.children[1]?.transitions.find(({ guard }) => guard === 'isRefused');
    const options = { active: ['Initial.awaitingDevices'], lastTransition: taken?.id ?? '' };
    const svg = drawChart(chart, layoutOf(chart), options);
    expect(
      [...svg.matchAll(/data-state="([^"]*)" data-active="true"/g)].map(([, path]) => path),
    ).to.deep.equal(['Initial', 'Initial.awaitingDevices']);
    expect(svg).to.include('Active: Initial, Initial.awaitingDevices.');
    expect(svg.match(/stroke="#0b5cad" stroke-width="2.5"\/><path/g)).to.have.length(1);
    expect(drawChart(chart, layoutOf(chart))).not.to.match(/stroke-width="2.5"|data-active/);
  });

  it('lays out and draws random nested charts; what they are called does no harm', async () => {
    const definitions = fc.sample(randomDefinition, { numRuns: 25, seed: 7 });
    const odd = {
      states: { '<a&b>"': { entry: '\u0000<x>', on: { '</svg>': { target: 'b', guard: ']]>' } } }, b: {} },
    };
    const made = [...definitions, odd].map((definition) => chartOf(definition));
    const layouts = await layoutCharts(made, engine);
    for (const [at, chart] of made.entries()) {
      const layout = layouts[at];
      if (layout === undefined) throw new Error(`The engine refused ${JSON.stringify(definitions[at])}`);
      expect(faultOfXml(drawChart(chart, layout))).to.equal(undefined);
    }
  }).timeout(20_000);
});

describe('boxesOf', () => {
  it('gives nested boxes with rows that say event, guard, target and actions', () => {
    const lister = boxesOf(charts.find(({ id }) => id === 'DeviceLister') as Chart);
    const [initial, dead] = lister.children;
    expect(initial).to.include({ name: 'Initial', isInitial: true, depth: 1, type: 'compound' });
    expect(dead).to.include({ name: 'Dead', isInitial: false, type: 'final' });
    expect(initial?.rows.map(({ event, targets }) => [event, targets[0]?.text])).to.deep.equal([
      ['EOF', 'Dead'],
    ]);
    const waiting = initial?.children[1];
    expect(waiting?.rows.map(({ event, guard, isOtherwise }) => [event, guard, isOtherwise])).to.deep.equal([
      ['GetDevicesResult', 'isRefused', false],
      ['GetDevicesResult', 'isUnreadable', true],
      ['GetDevicesResult', 'isLastChunk', true],
      ['GetDevicesResult', undefined, true],
    ]);
  });
});

describe('mermaidState', () => {
  it('holds only lines that Mermaid knows, for random charts with odd names', () => {
    const line =
      /^ *(stateDiagram-v2|---|title: ".*"|s\d+ : .+|state ".*" as s\d+ \{|\}|\[\*\] --> s\d+|s\d+ --> (\[\*\]|s\d+( : .+)?)|--)$/;
    fc.assert(
      fc.property(randomDefinition, (definition) => {
        for (const text of mermaidState(chartOf(definition)).trimEnd().split('\n'))
          expect(text).to.match(line);
      }),
      { numRuns: 50 },
    );
    const odd = chartOf({
      id: 'a"b',
      states: { 'x: --> {y}; #z': { on: { '[*]\n--': 'other' } }, other: {} },
    });
    expect(mermaidState(odd).split('\n')).to.include('  s1 : x#58; -#45;#62; #123;y#125;#59; #35;z');
  });

  it('draws final states, guards and the first state', () => {
    const text = mermaidState(charts.find(({ id }) => id === 'DeviceLister') as Chart);
    expect(text).to.include('s3 --> s4 : GetDevicesResult [isLastChunk]').and.include('s4 --> [*]');
  });
});
