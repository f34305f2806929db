import { similarityStep, stepsFrom, textName } from './similarity.ts';

/** Every text against every other: the colour is the similarity, the figure says it. */
export function Heatmap({ matrix }: { readonly matrix: readonly (readonly number[])[] }) {
  const names = matrix.map((_, index) => textName(index));
  return (
    <>
      <table className="heat" aria-label="Cosine similarity">
        <thead>
          <tr>
            <td />
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.map((row, rowIndex) => (
            <tr key={names[rowIndex]}>
              <th scope="row">{names[rowIndex]}</th>
              {row.map((similarity, index) => (
                <td key={names[index]} className={index === rowIndex ? 'self' : `mix${similarityStep(similarity)}`}>
                  {index === rowIndex ? '1' : similarity.toFixed(2)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="scale" aria-hidden="true">
        <span>Different</span>
        <span className="steps">
          {[0, ...stepsFrom].map((from, step) => (
            <span key={from}>
              <i className={`mix${step}`} />
              {from === 0 ? '0' : from.toFixed(2).slice(1)}
            </span>
          ))}
        </span>
        <span>Same</span>
      </div>
    </>
  );
}
