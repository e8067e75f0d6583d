import { expect, test } from 'vitest';
import { deviceLabel, deviceWord } from '../../src/host/devices.ts';

test('a device without a name is for the reader to put in', () => {
  expect(['eth0', '', undefined].map(deviceWord)).toEqual(['eth0', 'DEVICE', 'DEVICE']);
  expect(['eth0', '', undefined].map(deviceLabel)).toEqual(['eth0', '?', '?']);
});
