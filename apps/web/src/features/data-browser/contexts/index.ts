export { ContextPage } from './context-page.tsx';
export { ContextsPage } from './contexts-page.tsx';
export { NewContextPage } from './new-context-page.tsx';
