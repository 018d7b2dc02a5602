export { DataBrowserPage } from './data-browser-page.tsx';
