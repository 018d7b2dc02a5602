import { describe, expect, it } from 'vitest';
import { pathInOtherTenant, tenantOf, withTenant } from './tenant-address.ts';

describe('the tenant in the address', () => {
  it('is the default one unless it is named', () => {
    expect(tenantOf(new URLSearchParams('type=A'))).toBe('');
    expect(tenantOf(new URLSearchParams('type=A&tenant=leipzig'))).toBe('leipzig');
  });

  it('is added to a path, beside what is there', () => {
    expect(withTenant('/map', '')).toBe('/map');
    expect(withTenant('/map', 'leipzig')).toBe('/map?tenant=leipzig');
    expect(withTenant('/map?layers=A,B', 'leipzig')).toBe('/map?layers=A%2CB&tenant=leipzig');
    expect(withTenant('/data?type=A#sources', 'leipzig')).toBe('/data?type=A&tenant=leipzig#sources');
  });

  it('stays as a link names it', () => {
    expect(withTenant('/map?tenant=munich', 'leipzig')).toBe('/map?tenant=munich');
  });

  it('leads from one thing to the list of such things, as the other tenant has others', () => {
    expect(pathInOtherTenant('/entities/urn%3Ax')).toBe('/data');
    expect(pathInOtherTenant('/dashboards/1')).toBe('/dashboards');
    expect(pathInOtherTenant('/alerts/rules/1')).toBe('/alerts/rules');
    expect(pathInOtherTenant('/dataset/baeume')).toBe('/datasets');
    expect(pathInOtherTenant('/organisations/umweltamt')).toBe('/organisations');
    expect(pathInOtherTenant('/data/subscriptions/1/edit')).toBe('/data/subscriptions');
    expect(pathInOtherTenant('/data/registrations/1')).toBe('/data/registrations');
    expect(pathInOtherTenant('/data/contexts/1')).toBe('/data/contexts');
  });

  it('leaves the page where it shows what every tenant has', () => {
    for (const path of ['/', '/map', '/data', '/alerts', '/alerts/rules/new', '/data/subscriptions/new'])
      expect(pathInOtherTenant(path)).toBe(path);
  });
});
