import { describe, expect, it } from 'vitest';
import { localRange, localWords } from './times.ts';

const noon = new Date('2026-11-22T12:00:00Z');
const three = new Date('2026-11-22T15:00:00Z');

describe('localWords', () => {
  it('says nothing where local time is UTC', () => expect(localWords(noon, 'UTC')).toBeNull());
  it('gives day and clock elsewhere', () => {
    expect(localWords(noon, 'Asia/Tokyo')).toMatch(/Sun.* 22 Nov.*21:00/);
    expect(localWords(noon, 'Pacific/Auckland')).toMatch(/Mon.* 23 Nov.*01:00/);
  });
});

describe('localRange', () => {
  it('says nothing where local time is UTC', () => expect(localRange(noon, three, 'UTC')).toBeNull());
  it('says the day once', () => expect(localRange(noon, three, 'America/New_York')).toMatch(/^Sun.* 22 Nov.*07:00 → 10:00$/));
  it('says both days over midnight', () => expect(localRange(noon, three, 'Asia/Tokyo')).toMatch(/^Sun.* 22 Nov.*21:00 → Mon.* 23 Nov.*00:00$/));
});
