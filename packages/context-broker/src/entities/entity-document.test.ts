import { compileCoreContext } from '@allmende/jsonld';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entities, entity, instance } from '../../test/query-arbitraries.ts';
import { createEntityCodec } from './entity-document.ts';
import { presentEntity } from './present.ts';

const core = compileCoreContext();
const codec = createEntityCodec(core);
const name = (term: string): string => core.expand(term);

describe('an entity as a row', () => {
  it('reads back what was written, with an id for each instance', () => {
    fc.assert(
      fc.property(entities, (given) => {
        const row = codec.toRow(given, 'w-1');
        const read = codec.toEntity(row);
        const ids = Object.values(read.attributes).flatMap((all) => all.map(({ instanceId }) => instanceId));
        expect(ids.every((id) => id?.startsWith('urn:ngsi-ld:instance:w-1:'))).toBe(true);
        expect(
          JSON.parse(
            JSON.stringify(read, (key, value: unknown) => (key === 'instanceId' ? undefined : value)),
          ),
        ).toEqual(JSON.parse(JSON.stringify(given)));
        expect(codec.toRow(read, 'w-2', codec.open(row))).toEqual(row);
      }),
    );
  });

  it('keeps the very text that a reader of the core context gets', () => {
    fc.assert(
      fc.property(entities, (given) => {
        const shown = presentEntity(given, { context: core, format: 'normalized', sysAttrs: false });
        expect(JSON.parse(codec.toRow(given, 'w-1').doc)).toEqual(JSON.parse(JSON.stringify(shown)));
      }),
    );
  });

  it('keeps times and ids of instances that a later write left alone', () => {
    const first = codec.toEntity(
      codec.toRow(entity({ [name('a')]: [instance(1)], [name('b')]: [instance(2)] }), 'w-1'),
    );
    const later = '2026-05-01T00:00:00.000Z';
    const changed = instance(3, { modifiedAt: later, datasetId: 'urn:d:1' });
    const second = {
      ...first,
      modifiedAt: later,
      attributes: { ...first.attributes, [name('b')]: [changed] },
    };
    const read = codec.toEntity(codec.toRow(second, 'w-2'));
    expect(read.attributes[name('a')]).toEqual(first.attributes[name('a')]);
    expect(read.attributes[name('b')]).toEqual([
      { ...changed, instanceId: 'urn:ngsi-ld:instance:w-2:b:urn%3Ad%3A1' },
    ]);
    expect([read.createdAt, read.modifiedAt]).toEqual([first.createdAt, later]);
  });

  it('keeps attributes with names that every object has', () => {
    const [odd, other] = [name('constructor'), name('toString')];
    const first = codec.open(codec.toRow(entity({ [odd]: [instance(1)], [other]: [instance(2)] }), 'w-1'));
    const next = { ...first.entity, attributes: { ...first.entity.attributes, [odd]: [instance(3)] } };
    const read = codec.open(codec.toRow(next, 'w-2', first));
    expect(read.instancesOf(odd)).toMatchObject([{ value: 3 }]);
    expect(read.entity.attributes[other]).toEqual(first.entity.attributes[other]);
    expect(read.instancesOf(name('valueOf'))).toBeUndefined();
  });

  it('keeps names that would be taken for members as they are', () => {
    const odd = 'https://uri.etsi.org/ngsi-ld/default-context/id';
    const sub = { 'https://uri.etsi.org/ngsi-ld/hasValue': [instance('x')] };
    const given = entity({ [odd]: [instance(1, { sub })] });
    expect(codec.toEntity(codec.toRow(given, 'w-1'))).toMatchObject(given);
  });
});
