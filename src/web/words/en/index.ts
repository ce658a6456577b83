import app from './app.json'
import desk from './desk.json'
import field from './field.json'
import finding from './finding.json'

export default { ...app, ...desk, ...field, ...finding }
