/** Boxes to be ticked in a form, each with what it means; `tickedOf` reads them. */
export function Ticks<Value extends string>({
  legend,
  name,
  meanings,
  values,
  ticked,
}: {
  legend: string;
  name: string;
  meanings: Readonly<Record<Value, string>>;
  values: readonly Value[];
  /** Those that are ticked from the beginning. */
  ticked: readonly Value[];
}) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {values.map((value) => (
        <label key={value} class="tick">
          <input
            type="checkbox"
            name={name}
            value={value}
            defaultChecked={ticked.includes(value)}
          />
          <span>
            {meanings[value]} <code>{value}</code>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
