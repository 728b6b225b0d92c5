const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const NUMBER = new Intl.NumberFormat('en');

// As the server writes them.
export function inBytes(bytes) {
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${amount.toFixed(unit === 0 || amount >= 99.95 ? 0 : 1)} ${UNITS[unit]}`;
}

export function inNumber(number) {
  return NUMBER.format(number);
}

export function counted(number, word) {
  return `${inNumber(number)} ${word}${number === 1 ? '' : 's'}`;
}
