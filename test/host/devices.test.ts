import { expect, test } from 'vitest';
import { deviceLabel, deviceScope, deviceWord } from '../../src/host/devices.ts';

test('a device without a name is for the reader to put in', () => {
  expect(['eth0', '', undefined].map(deviceWord)).toEqual(['eth0', 'DEVICE', 'DEVICE']);
  expect(['eth0', '', undefined].map(deviceLabel)).toEqual(['eth0', '?', '?']);
});

test('a scope holds what is known', () => {
  expect(deviceScope('web', 'eth0')).toEqual({ netns: 'web', device: 'eth0' });
  expect(deviceScope('web', undefined)).toEqual({ netns: 'web' });
});
