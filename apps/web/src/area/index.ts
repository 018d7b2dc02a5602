export { formatCorners, parseCorners } from './corners.ts';
export { AreaField } from './area-field.tsx';
export { useAreaProblem } from './use-area-problem.ts';
