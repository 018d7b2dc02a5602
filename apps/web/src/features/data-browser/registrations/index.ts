export { RegistrationEditPage } from './registration-edit-page.tsx';
export { RegistrationPage } from './registration-page.tsx';
export { RegistrationsPage } from './registrations-page.tsx';
