const LETTERS: Record<string, string> = {
  a: 'áá', e: 'éé', i: 'íí', o: 'óó', u: 'úú',
  A: 'Å', E: 'É', I: 'Î', O: 'Ø', U: 'Ü',
  c: 'ç', n: 'ñ', s: 'š', y: 'ý',
}

/** Words of the catalogue as the mirrored test language says them; names and other data stay as they are. */
export function mirrored(words: string): string {
  return [...words].map((letter) => LETTERS[letter] ?? letter).join('')
}
