export type DuckDB = typeof import('@duckdb/node-api');

/** The optional package; undefined where it is not installed, or not for this machine. */
export async function loadDuckDB(): Promise<DuckDB | undefined> {
  try {
    return await import('@duckdb/node-api');
  } catch {
    return undefined;
  }
}
