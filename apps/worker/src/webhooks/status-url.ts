/** @param publicUrl where people reach the API; null: a path alone */
export function createStatusUrlOf(publicUrl: string | null): (jobId: string) => string {
  return (jobId) => `${publicUrl ?? ""}/api/v3/sitemap/status/${jobId}`;
}
