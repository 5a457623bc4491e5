import { detectForm, guessForm, type Guess } from "./detect.ts";

/** UTF-16 units that may come before the file shows what it is. */
const MAX_HELD = 1_048_576;

/** The beginning of a file, held back until it shows what the file is. */
interface Beginning {
  /** Null when the file is blank. */
  guess: Guess | null;
  pieces: string[];
}

/** Takes as many pieces as are needed to tell what the file is. Blank ones before it are dropped. */
export async function readBeginning(texts: AsyncIterator<string>): Promise<Beginning> {
  const pieces: string[] = [];
  let length = 0;
  let judgeAt = 0;
  for (let next = await texts.next(); next.done !== true; next = await texts.next()) {
    if (length === 0 && next.value.trim() === "") continue;
    pieces.push(next.value);
    length += next.value.length;
    if (length < judgeAt) continue;
    const guess = detectForm(pieces.join(""));
    if (guess !== null) return { guess, pieces };
    if (length >= MAX_HELD) break;
    // So that it takes no more than linear time.
    judgeAt = 2 * length;
  }
  const text = pieces.join("");
  return { guess: text === "" ? null : (detectForm(text) ?? guessForm(text)), pieces };
}
